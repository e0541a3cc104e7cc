-- The papers of each release of a disclosure: what left (kind 1), its statement (2), and the proof of that (3). entry is the number of
-- the INTENT. They stay when it is put together anew, or leaves once more. All of it lies sealed under the client's own key, and goes
-- with it.

CREATE TABLE papers_that_left (
    disclosure_no BIGINT NOT NULL,
    entry BIGINT NOT NULL,
    kind BIGINT NOT NULL,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (disclosure_no, entry, kind)
){by_key};
