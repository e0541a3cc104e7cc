-- Packages that wait behind a link for whoever has its PIN: one for each disclosure. found_by is the hash of what stands in the
-- link, and opens nothing. The package goes when it was fetched, when its time ends, and when it is called back.

CREATE TABLE outgoing_links (
    disclosure_no BIGINT NOT NULL PRIMARY KEY,
    client_no BIGINT NOT NULL,
    found_by TEXT NOT NULL,
    ends_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    sealed BYTEA NOT NULL,
    package BYTEA NOT NULL
){by_key};

CREATE UNIQUE INDEX outgoing_links_found ON outgoing_links (found_by);
CREATE INDEX outgoing_links_ending ON outgoing_links (ends_at);
