-- Who takes part in a programme that the office keeps: one row for each time, by its number among those of the client. Which programme it
-- is stands there by its number, for what is asked of its clients; what it is called lies sealed. ended: 1 when the client takes part no
-- more, or never did. From when until when, and who said so, lies sealed under the client's own key.

CREATE TABLE programme_parts (
    client_no BIGINT NOT NULL,
    no BIGINT NOT NULL,
    programme_no BIGINT NOT NULL,
    ended BIGINT NOT NULL,
    version BIGINT NOT NULL,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (client_no, no)
);
