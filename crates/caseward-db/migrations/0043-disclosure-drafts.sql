-- A disclosure that somebody prepares, one question after another: what they answered so far. All of it lies sealed under the client's own
-- key, and goes with it. no: when it was begun, in ms since 1970, or one more than the last; version counts its changes. kept_at: when it was
-- last written, in ms since 1970: what nobody touched for 30 days is taken away.

CREATE TABLE disclosure_drafts (
    client_no BIGINT NOT NULL,
    no BIGINT NOT NULL,
    version BIGINT NOT NULL,
    kept_at BIGINT NOT NULL,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (client_no, no)
){by_key};
