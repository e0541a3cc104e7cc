-- Danger reports: what was seen or heard, who may be harmed, until when it stands, and whether the client was told. All of it lies
-- sealed under the client's own key, and goes with it; what decides stands on the client's sheet.

CREATE TABLE danger_reports (
    no {id},
    client_no BIGINT NOT NULL,
    version BIGINT NOT NULL,
    sealed BYTEA NOT NULL
);

CREATE INDEX danger_reports_by_client ON danger_reports (client_no, no);
