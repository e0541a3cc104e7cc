-- What people note for themselves in a case conference: one sealed block for each seat, written with the seat, so that neither how many
-- notes there are nor about whom can be read. seat: its id, random. server: what the run of the program is called in whose memory the key
-- is, random. ended: 1 once the seat has ended and that server has still to forget its key. about: whose it is and how it ended, sealed
-- under the office's key. block: the notes, under the seat's own; empty once the seat has ended. The row goes with the entry that says so.

CREATE TABLE seat_notes (
    no {id},
    seat BYTEA NOT NULL UNIQUE,
    server BYTEA NOT NULL,
    ended BIGINT NOT NULL,
    version BIGINT NOT NULL,
    about BYTEA NOT NULL,
    block BYTEA NOT NULL
);

-- When a run of the program that holds keys of such notes was last heard of, in ms.

CREATE TABLE note_servers (
    server BYTEA NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL
){by_key};

-- Of which notes it was written down that they can't be read any more; all of it lies sealed. The entry in the ledger says the same.

CREATE TABLE note_ends (
    no {id},
    sealed BYTEA NOT NULL
);

-- Notes that an organization keeps, under a key of its own. Which of them are whose stands on a card under the organization's number.

CREATE TABLE kept_notes (
    no {id},
    sealed BYTEA NOT NULL
);
