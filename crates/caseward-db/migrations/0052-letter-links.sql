-- Letters that wait behind a link for whoever has its PIN: each asks an organization to return or destroy what it had under a consent that
-- was taken back, and tells nothing of anybody. found_by is the hash of what stands in the link, and opens nothing. The letter goes when it
-- was fetched, when its time ends, and when a newer link stands in its place.

CREATE TABLE letter_links (
    no {id},
    client_no BIGINT NOT NULL,
    consent_no BIGINT NOT NULL,
    use_no BIGINT NOT NULL,
    found_by TEXT NOT NULL,
    ends_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    sealed BYTEA NOT NULL,
    package BYTEA NOT NULL
);

CREATE UNIQUE INDEX letter_links_found ON letter_links (found_by);
CREATE INDEX letter_links_of ON letter_links (client_no, consent_no, use_no);
CREATE INDEX letter_links_ending ON letter_links (ends_at);
