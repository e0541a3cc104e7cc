-- Meetings of case conferences. ref: what a meeting is called in an address, random. All that is known of one (of which series it is,
-- when, who is asked, how its room stands, who sat there) lies sealed on a card under its number, of which only the newest is believed.

CREATE TABLE meetings (
    no {id},
    ref BYTEA NOT NULL UNIQUE
);

-- When a server last heard of a seat in an open room, in ms. seat: its id, random; whose it is and in which room lies sealed. paced:
-- 1 when the page says by itself every ten seconds that it is there, 0 when somebody renews it by hand. A row goes with its seat.

CREATE TABLE seat_beats (
    seat BYTEA NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    paced BIGINT NOT NULL
){by_key};
