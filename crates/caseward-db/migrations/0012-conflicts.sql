-- What workers declared about themselves and whom they know, and possible conflicts of interest. All of it is sealed, but
-- for whose a declaration is. about: a keyed fingerprint of worker and client, so that what was found once is found again.

CREATE TABLE conflict_declarations (
    worker_no BIGINT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    sealed BYTEA NOT NULL
);

CREATE TABLE conflicts (
    no {id},
    about BYTEA NOT NULL UNIQUE,
    version BIGINT NOT NULL,
    sealed BYTEA NOT NULL
);
