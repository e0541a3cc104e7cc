-- Disclosures to other organizations. What each of them is lies sealed under its client's own key, and goes with it. to_mark: a
-- keyed fingerprint of the recipient, so that all that went to one organization is found.

CREATE TABLE disclosures (
    no {id},
    client_no BIGINT NOT NULL,
    to_mark BYTEA NOT NULL,
    state BIGINT NOT NULL,
    version BIGINT NOT NULL,
    sealed BYTEA NOT NULL
);

CREATE INDEX disclosures_by_client ON disclosures (client_no, no);
CREATE INDEX disclosures_by_recipient ON disclosures (to_mark, no);

-- The papers of a disclosure: what leaves (kind 1), its statement (2), and the proof of that (3).
CREATE TABLE disclosure_papers (
    disclosure_no BIGINT NOT NULL,
    kind BIGINT NOT NULL,
    version BIGINT NOT NULL,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (disclosure_no, kind)
){by_key};
