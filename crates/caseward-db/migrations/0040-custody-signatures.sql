-- Who signed when an envelope changed hands: the sheet as it was scanned, or the mark that was drawn. entry is the number of the INTENT
-- that let the envelope out, step counts its hands from 1. All of it lies sealed under the client's own key, and goes with it.

CREATE TABLE custody_signatures (
    disclosure_no BIGINT NOT NULL,
    entry BIGINT NOT NULL,
    step BIGINT NOT NULL,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (disclosure_no, entry, step)
){by_key};
