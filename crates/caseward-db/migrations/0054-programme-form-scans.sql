-- The scan of the form on confidentiality that somebody signed who takes part in a programme: one for each time that they take part, by its
-- number among those of the client; a later scan replaces the earlier one. It lies sealed under the client's own key.

CREATE TABLE programme_form_scans (
    client_no BIGINT NOT NULL,
    part_no BIGINT NOT NULL,
    version BIGINT NOT NULL,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (client_no, part_no)
);
