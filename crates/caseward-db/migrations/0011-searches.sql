-- Searches: who made one, when, and whether it showed anybody (found: 0 or 1), so that they can be counted. What was searched
-- is nowhere; whom the searcher may ask about, if anyone, is sealed, and as long for nobody.

CREATE TABLE searches (
    no {id},
    worker_no BIGINT NOT NULL,
    at BIGINT NOT NULL,
    found BIGINT NOT NULL,
    sealed BYTEA NOT NULL
);
CREATE INDEX searches_of_worker ON searches (worker_no, at);

-- Questions for access to a file. Whose file, why, and what came of it are sealed. about: a keyed fingerprint of who asks
-- about whom, so that the same question isn't put twice.
CREATE TABLE access_requests (
    no {id},
    worker_no BIGINT NOT NULL,
    state BIGINT NOT NULL,
    about BYTEA NOT NULL,
    version BIGINT NOT NULL,
    sealed BYTEA NOT NULL
);
CREATE INDEX access_requests_of_worker ON access_requests (worker_no, no);
CREATE INDEX access_requests_about ON access_requests (about) WHERE state = 0;
