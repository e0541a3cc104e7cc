-- Letters by mail that wait to be sent, and what became of them. For whom a letter is, what it is for and where it
-- goes is sealed; whom: a keyed fingerprint of the worker, so that a second letter isn't written while one waits.

CREATE TABLE letters (
    no {id},
    state BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    whom BYTEA NOT NULL,
    version BIGINT NOT NULL,
    sealed BYTEA NOT NULL
);
CREATE INDEX letters_due ON letters (due_at) WHERE state = 0;
CREATE INDEX letters_waiting ON letters (whom) WHERE state = 0;
