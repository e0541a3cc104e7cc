-- Warnings to people who are threatened: who they are, how they are reached, what is said to them, and what became of it. All of it lies
-- sealed under the own key of the client from whom the danger comes, and goes with it; what decides stands on the client's sheet.

CREATE TABLE danger_warnings (
    no {id},
    client_no BIGINT NOT NULL,
    version BIGINT NOT NULL,
    sealed BYTEA NOT NULL,
    said_version BIGINT NOT NULL,
    said BYTEA NOT NULL
);

CREATE INDEX danger_warnings_by_client ON danger_warnings (client_no, no);
