-- Consents: one row for each, by its number among the client's. What was said, agreed and signed is sealed under the
-- client's own key. stage: the number of how it stands.

CREATE TABLE consents (
    client_no BIGINT NOT NULL,
    no BIGINT NOT NULL,
    stage BIGINT NOT NULL,
    version BIGINT NOT NULL,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (client_no, no)
);

-- The scan of a consent that was signed on paper.
CREATE TABLE consent_scans (
    client_no BIGINT NOT NULL,
    consent_no BIGINT NOT NULL,
    version BIGINT NOT NULL,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (client_no, consent_no)
);

-- What went out under a consent, to whom, and, once it was taken back, what came of asking for it back.
CREATE TABLE consent_uses (
    client_no BIGINT NOT NULL,
    consent_no BIGINT NOT NULL,
    no BIGINT NOT NULL,
    version BIGINT NOT NULL,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (client_no, consent_no, no)
);

-- Talks about the limits of confidentiality, and the organization's policies that a client acknowledged.
CREATE TABLE confidentiality_talks (
    client_no BIGINT NOT NULL,
    no BIGINT NOT NULL,
    version BIGINT NOT NULL,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (client_no, no)
);
