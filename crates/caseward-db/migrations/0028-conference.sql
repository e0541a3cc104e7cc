-- Series of case conferences. ref: what a series is called in an address, random. All that is known of one (who leads it, who takes
-- part, what each signed) lies sealed on a card under its number, of which only the newest is believed.

CREATE TABLE conferences (
    no {id},
    ref BYTEA NOT NULL UNIQUE
);
