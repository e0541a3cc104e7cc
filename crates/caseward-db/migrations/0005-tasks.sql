-- What waits for somebody. What it is and what it is about is sealed. whom_kind: 0 a worker, 1 whoever supervises a
-- worker, 2 a part, and whom is the number; about: a keyed fingerprint of what it is about, so that a desk finds its own.

CREATE TABLE tasks (
    no {id},
    whom_kind BIGINT NOT NULL,
    whom BIGINT NOT NULL,
    state BIGINT NOT NULL,
    about BYTEA NOT NULL,
    version BIGINT NOT NULL,
    sealed BYTEA NOT NULL
);
CREATE INDEX tasks_of_somebody ON tasks (whom_kind, whom) WHERE state = 0;
CREATE INDEX tasks_about ON tasks (about) WHERE state = 0;
