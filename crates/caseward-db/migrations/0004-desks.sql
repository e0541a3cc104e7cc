-- Who is signed in, and how often each clause decided. Tokens stand here only as hashes;
-- bound: a keyed fingerprint of the row, so that a link or session can't be made over to someone else.

CREATE TABLE sign_in_links (
    token_hash BYTEA PRIMARY KEY,
    worker_no BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    times BIGINT NOT NULL,
    bound BYTEA NOT NULL
);

CREATE TABLE clause_days (
    day BIGINT NOT NULL,
    clause TEXT NOT NULL,
    permitted BIGINT NOT NULL,
    refused BIGINT NOT NULL,
    PRIMARY KEY (day, clause)
);
