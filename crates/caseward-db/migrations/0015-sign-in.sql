-- How people come in. Tokens stand here only as keyed fingerprints; what someone signs in with lies
-- sealed on their card. bound: a keyed fingerprint of the row, so that it can't be made over to someone else.

-- Sealed pages that a desk keeps about one worker, or about the office (no 0).
CREATE TABLE cards (
    drawer BIGINT NOT NULL,
    no BIGINT NOT NULL,
    version BIGINT NOT NULL,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (drawer, no)
){by_key};

-- By what a worker's card is found: a short name, a passkey, an account at the identity provider, each as a fingerprint.
CREATE TABLE sign_in_finds (
    find BYTEA PRIMARY KEY,
    worker_no BIGINT NOT NULL
);
CREATE INDEX sign_in_finds_by_worker ON sign_in_finds (worker_no);

-- means: by what it was begun; reach: 0 everything, 1 only to set up a means of sign-in; proved_at: when the
-- person last proved who they are; locked: 1 answers nothing but unlocking; device: two words from a list.
CREATE TABLE sessions (
    token_hash BYTEA PRIMARY KEY,
    ref BYTEA NOT NULL UNIQUE,
    worker_no BIGINT NOT NULL,
    started_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    proved_at BIGINT NOT NULL,
    means BIGINT NOT NULL,
    reach BIGINT NOT NULL,
    locked BIGINT NOT NULL,
    device BIGINT NOT NULL,
    bound BYTEA NOT NULL
);
CREATE INDEX sessions_by_worker ON sessions (worker_no);

-- What was begun and waits for its other half: a code after a passphrase, the answer of a passkey or of the
-- identity provider. asked_by: a keyed fingerprint of the person or the network that asked; sealed: what it was
-- begun with.
CREATE TABLE sign_in_halves (
    token_hash BYTEA PRIMARY KEY,
    asked_by BYTEA NOT NULL,
    expires_at BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    sealed BYTEA NOT NULL
);
CREATE INDEX sign_in_halves_by_expiry ON sign_in_halves (expires_at);
CREATE INDEX sign_in_halves_by_asker ON sign_in_halves (asked_by, expires_at);

-- How often it went wrong lately, by fingerprints of what was tried and where from.
CREATE TABLE sign_in_tries (
    who BYTEA PRIMARY KEY,
    fails BIGINT NOT NULL,
    last_at BIGINT NOT NULL
);
CREATE INDEX sign_in_tries_by_time ON sign_in_tries (last_at);

-- Browsers that someone has signed in with before.
CREATE TABLE known_devices (
    token_hash BYTEA PRIMARY KEY,
    worker_no BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    bound BYTEA NOT NULL
);
CREATE INDEX known_devices_by_worker ON known_devices (worker_no);

-- Programs that work for someone. scopes: one bit each. sealed: what its owner calls it.
CREATE TABLE api_tokens (
    token_hash BYTEA PRIMARY KEY,
    ref BYTEA NOT NULL UNIQUE,
    worker_no BIGINT NOT NULL,
    scopes BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT NOT NULL,
    sealed BYTEA NOT NULL,
    bound BYTEA NOT NULL
);
CREATE INDEX api_tokens_by_worker ON api_tokens (worker_no);
