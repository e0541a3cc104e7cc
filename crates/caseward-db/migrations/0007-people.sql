-- Who works with whom. What a team is called and who leads it is sealed; who is in it stands on the members'
-- sheets.

CREATE TABLE teams (
    no {id},
    ref BYTEA NOT NULL UNIQUE,
    version BIGINT NOT NULL,
    sealed BYTEA NOT NULL
);

-- Each time that somebody's work was handed over: whose, when, and when they returned. sealed: why, and what
-- went to whom besides files.
CREATE TABLE hand_overs (
    no {id},
    worker_no BIGINT NOT NULL,
    at BIGINT NOT NULL,
    returned_at BIGINT,
    version BIGINT NOT NULL,
    sealed BYTEA NOT NULL
);
CREATE INDEX hand_overs_by_worker ON hand_overs (worker_no);

-- A list only, for the way back: in whose stead with which client, and who took over. What holds stands on
-- the client's sealed sheet.
CREATE TABLE handed_over (
    hand_over_no BIGINT NOT NULL,
    client_no BIGINT NOT NULL,
    instead_of BIGINT NOT NULL,
    taker_no BIGINT NOT NULL,
    PRIMARY KEY (hand_over_no, client_no, instead_of)
){by_key};

-- Who knows or holds a way to open the office.
CREATE TABLE slot_holders (
    slot_no BIGINT NOT NULL,
    worker_no BIGINT NOT NULL,
    since BIGINT NOT NULL,
    PRIMARY KEY (slot_no, worker_no)
){by_key};
