-- What everyone here signs and learns, and what they signed. All of it lies sealed; what decides stands on
-- each worker's own sheet.

-- One row: which agreements and courses there are, in which versions, from when, for whose part. Its version
-- stands on the sheet of the office's own organization, so that an older row is noticed.
CREATE TABLE requirements (
    no {id},
    version BIGINT NOT NULL,
    sealed BYTEA NOT NULL
);

-- The text of each version, in every language.
CREATE TABLE editions (
    requirement_no BIGINT NOT NULL,
    version BIGINT NOT NULL,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (requirement_no, version)
){by_key};

-- state: 0 it counts; 1 it waits for a second person; 2 the second person did not confirm it.
CREATE TABLE signatures (
    no {id},
    worker_no BIGINT NOT NULL,
    requirement_no BIGINT NOT NULL,
    version BIGINT NOT NULL,
    state BIGINT NOT NULL,
    sealed BYTEA NOT NULL
);
CREATE INDEX signatures_by_worker ON signatures (worker_no);
CREATE INDEX signatures_that_wait ON signatures (no) WHERE state = 1;

-- Scans of what was signed on paper.
CREATE TABLE signed_papers (
    signature_no {id},
    sealed BYTEA NOT NULL
);

-- What someone answered so far about a text that they haven't signed yet.
CREATE TABLE answers_given (
    worker_no BIGINT NOT NULL,
    requirement_no BIGINT NOT NULL,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (worker_no, requirement_no)
){by_key};

-- Who said that they will not sign something, for now.
CREATE TABLE refusals (
    worker_no BIGINT NOT NULL,
    requirement_no BIGINT NOT NULL,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (worker_no, requirement_no)
){by_key};
