-- What was decided in case conferences, and what organizations undertook there. about: on which item, who does what until when and how it
-- stands, sealed under the office's key. text and word: what was written, and what came of it, under the client's own; word is empty until
-- somebody said so. Which rows belong to a series stands on a card under the number of the series.

CREATE TABLE conference_actions (
    no {id},
    version BIGINT NOT NULL,
    about BYTEA NOT NULL,
    text BYTEA NOT NULL,
    word BYTEA NOT NULL
);
