-- The ledger: one row per answer, never changed and never deleted (design part 5).
-- The format of a leaf is in docs/reference/ledger-format.md.

CREATE TABLE ledger (
    idx {id},
    at BIGINT NOT NULL,
    kind BIGINT NOT NULL,
    actor BIGINT NOT NULL,
    tag BYTEA,
    commitment BYTEA NOT NULL,
    sealed BYTEA NOT NULL
);

-- Who looked at this file: a tag stands for one file and says nothing else.
CREATE INDEX ledger_by_tag ON ledger (tag, idx) WHERE tag IS NOT NULL;

-- The newest change of what decides about someone (kind 4): an older sheet isn't believed.
CREATE INDEX ledger_of_deeds ON ledger (tag, idx) WHERE kind = 4;

-- What did this worker look at, and when.
CREATE INDEX ledger_by_actor ON ledger (actor, at);

-- One row: how long the ledger is and what its tree hashes to. Writers of several servers queue
-- at this row, so that the ledger never forks. changes: how often anything but the ledger was
-- changed, so that an answer worked out beforehand is kept only while what it was worked out from
-- still stands.
CREATE TABLE ledger_head (
    id {id},
    ledger_id BYTEA NOT NULL,
    size BIGINT NOT NULL,
    root BYTEA NOT NULL,
    frontier BYTEA NOT NULL,
    last_at BIGINT NOT NULL,
    changes BIGINT NOT NULL
);

-- Completed tiles of 256 hashes with the nodes above them: place = level * 2^56 + number.
CREATE TABLE ledger_tiles (
    place {id},
    root BYTEA NOT NULL,
    nodes BYTEA NOT NULL
);
