-- What a client was told of exports for programme reporting, or why they weren't. It lies sealed under the client's own key, and goes
-- with it.
CREATE TABLE export_tellings (
    client_no BIGINT NOT NULL,
    no BIGINT NOT NULL,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (client_no, no)
){by_key};

-- How often something went to an organization in a month (202611), by kind: 1 a disclosure, 2 an HMIS export, 3 FHIR for another
-- system. to_mark: a keyed fingerprint of the organization. It tells of no client.
CREATE TABLE sent_months (
    to_mark BYTEA NOT NULL,
    month BIGINT NOT NULL,
    kind BIGINT NOT NULL,
    times BIGINT NOT NULL,
    PRIMARY KEY (to_mark, month, kind)
){by_key};
