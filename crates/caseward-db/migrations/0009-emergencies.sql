-- Emergency access: who opened one, when, and whether it was reviewed. Why, whose file and what of it are sealed. attempt: a
-- keyed fingerprint of the form that opened it, so that one form opens one; about: a keyed fingerprint of the client.

CREATE TABLE emergencies (
    no {id},
    worker_no BIGINT NOT NULL,
    opened_at BIGINT NOT NULL,
    reviewed BIGINT NOT NULL,
    attempt BYTEA NOT NULL UNIQUE,
    about BYTEA NOT NULL,
    version BIGINT NOT NULL,
    sealed BYTEA NOT NULL
);
CREATE INDEX emergencies_of_worker ON emergencies (worker_no, no);
CREATE INDEX emergencies_about ON emergencies (about);
CREATE INDEX emergencies_by_time ON emergencies (opened_at);

-- Attempts that opened nothing, so that nobody can try numbers.
CREATE TABLE emergency_attempts (
    no {id},
    worker_no BIGINT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX emergency_attempts_of_worker ON emergency_attempts (worker_no, at);

CREATE TABLE emergency_settings (
    no {id},
    version BIGINT NOT NULL,
    sealed BYTEA NOT NULL
);
