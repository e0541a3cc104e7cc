-- Enquiries from outside about people, of whom nobody outside is told whether they are known here. Who asked and what is sealed.
-- worker_no: who noted it, so that somebody's own are found; answered: 1 once whoever speaks for the office has dealt with it.

CREATE TABLE enquiries (
    no {id},
    worker_no BIGINT NOT NULL,
    answered BIGINT NOT NULL,
    version BIGINT NOT NULL,
    sealed BYTEA NOT NULL
);
CREATE INDEX enquiries_of_worker ON enquiries (worker_no, no);
