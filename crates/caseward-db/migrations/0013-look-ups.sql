-- Other systems in which people are looked up, and the look-ups that were stated beforehand. What they are called, why
-- somebody looked and at whom is sealed; worker_no: so that somebody's own are found.

CREATE TABLE other_systems (
    no {id},
    version BIGINT NOT NULL,
    sealed BYTEA NOT NULL
);

CREATE TABLE look_ups (
    no {id},
    worker_no BIGINT NOT NULL,
    version BIGINT NOT NULL,
    sealed BYTEA NOT NULL
);
CREATE INDEX look_ups_of_worker ON look_ups (worker_no, no);
