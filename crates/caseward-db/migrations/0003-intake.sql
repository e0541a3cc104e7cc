-- Where imported rows came from. Keys of other systems stand here only as keyed fingerprints.

CREATE TABLE imports (
    no {id},
    at BIGINT NOT NULL,
    source_key BYTEA NOT NULL
);

-- A file of another system: its name, columns and order are sealed in `sealed`.
CREATE TABLE source_files (
    no {id},
    name_key BYTEA NOT NULL UNIQUE,
    version BIGINT NOT NULL,
    sealed BYTEA NOT NULL
);

-- One row of such a file: which client and record it became; client_no 0 means an office row.
-- bound: a keyed fingerprint of key, client and record, so that a row can't be given to another client.
CREATE TABLE source_rows (
    file_no BIGINT NOT NULL,
    row_key BYTEA NOT NULL,
    fingerprint BYTEA NOT NULL,
    client_no BIGINT NOT NULL,
    record_no BIGINT NOT NULL,
    version BIGINT NOT NULL,
    gone BIGINT NOT NULL,
    import_no BIGINT NOT NULL,
    bound BYTEA NOT NULL,
    PRIMARY KEY (file_no, row_key)
){by_key};

-- Rows about the office itself: projects, funders, inventories, users.
CREATE TABLE office_rows (
    file_no BIGINT NOT NULL,
    record_no BIGINT NOT NULL,
    version BIGINT NOT NULL,
    gone BIGINT NOT NULL,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (file_no, record_no)
){by_key};
