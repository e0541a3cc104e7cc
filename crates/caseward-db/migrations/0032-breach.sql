-- Reports of breaches in case conferences. ref: what a report is called in an address, random. All that is known of one (who made it,
-- about whom, what was found) lies sealed on a card under its number, of which only the newest is believed.

CREATE TABLE breach_reports (
    no {id},
    ref BYTEA NOT NULL UNIQUE
);

-- Letters about findings, byte for byte as they were made. no: which letter of its report, from 1.

CREATE TABLE breach_papers (
    report_no BIGINT NOT NULL,
    no BIGINT NOT NULL,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (report_no, no)
);
