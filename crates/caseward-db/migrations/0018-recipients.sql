-- What is kept about recipients beside the register. shelf: ways 1, assessments of policies 2, protocols 3, breaches 4, lines of
-- the register of who may obtain what 5, guidance 6. organization_no: whose; 0 for what belongs to none.

CREATE TABLE recipients (
    shelf BIGINT NOT NULL,
    no BIGINT NOT NULL,
    organization_no BIGINT NOT NULL,
    version BIGINT NOT NULL,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (shelf, no)
){by_key};
CREATE INDEX recipients_of ON recipients (organization_no, shelf);

-- Questions to the Law Department. about: a keyed fingerprint of the client, or of nobody; own: question and answer under the
-- client's own key, empty for a question about nobody, whose words are in the other part.
CREATE TABLE law_questions (
    no {id},
    about BYTEA NOT NULL,
    state BIGINT NOT NULL,
    version BIGINT NOT NULL,
    sealed BYTEA NOT NULL,
    own BYTEA NOT NULL
);
CREATE INDEX law_questions_about ON law_questions (about);
CREATE INDEX law_questions_by_state ON law_questions (state);

-- What was agreed with a partner about one client, all of it under the client's own key.
CREATE TABLE client_protocols (
    no {id},
    about BYTEA NOT NULL,
    version BIGINT NOT NULL,
    own BYTEA NOT NULL
);
CREATE INDEX client_protocols_about ON client_protocols (about);
