-- Lists for those who work with a client through a team (kind 1) or a programme (kind 2). Lists only: who
-- may see a client stands on the client's sealed sheet.
CREATE TABLE shared_caseloads (
    kind BIGINT NOT NULL,
    holder_no BIGINT NOT NULL,
    client_no BIGINT NOT NULL,
    PRIMARY KEY (kind, holder_no, client_no)
){by_key};

-- ended: 1 where the client had left the programme when the row was written; when exactly lies sealed
-- beside the household.
ALTER TABLE programme_clients ADD COLUMN ended BIGINT NOT NULL DEFAULT 0;
