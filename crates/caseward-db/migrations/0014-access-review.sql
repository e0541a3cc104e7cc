-- Access logs of other systems that were taken in, and the review of accesses. Who looked at whom is sealed everywhere.

-- print: a keyed fingerprint of the file, so that the same one is recognised.
CREATE TABLE log_imports (
    no {id},
    system_no BIGINT NOT NULL,
    print BYTEA NOT NULL UNIQUE,
    sealed BYTEA NOT NULL
);

-- Lines (kind 0), names of users (1) and numbers of persons (2) of a log, a few thousand in each part.
CREATE TABLE log_parts (
    import_no BIGINT NOT NULL,
    kind BIGINT NOT NULL,
    part BIGINT NOT NULL,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (import_no, kind, part)
){by_key};

-- What nothing on record explains: one worker's looks at one person. mark: a keyed fingerprint of both, so that the
-- next review finds it again; place: where in the queue.
CREATE TABLE access_matters (
    no {id},
    worker_no BIGINT NOT NULL,
    mark BYTEA NOT NULL,
    state BIGINT NOT NULL,
    place BIGINT NOT NULL,
    version BIGINT NOT NULL,
    sealed BYTEA NOT NULL
);
CREATE INDEX access_matters_of_worker ON access_matters (worker_no, state);
CREATE INDEX access_matters_by_mark ON access_matters (mark);
CREATE INDEX access_matters_in_queue ON access_matters (state, place);

CREATE TABLE access_runs (
    no {id},
    at BIGINT NOT NULL,
    sealed BYTEA NOT NULL
);

-- A worker's days, as the last review counted them.
CREATE TABLE access_days (
    worker_no {id},
    at BIGINT NOT NULL,
    sealed BYTEA NOT NULL
);

CREATE TABLE review_settings (
    no {id},
    version BIGINT NOT NULL,
    sealed BYTEA NOT NULL
);
