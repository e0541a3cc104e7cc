-- Clients' own views of their files. What was discussed beforehand, and what a client asked, lies sealed under the client's own
-- key and goes with it. Secrets stand here only as keyed fingerprints. bound: a keyed fingerprint of the row, so that it can't be
-- made over to someone else.

-- on_now: 1 while the view can be opened.
CREATE TABLE own_views (
    client_no BIGINT PRIMARY KEY,
    on_now BIGINT NOT NULL,
    version BIGINT NOT NULL,
    sealed BYTEA NOT NULL
);

-- What a client asked from there. answered: 1 once somebody has.
CREATE TABLE own_view_questions (
    client_no BIGINT NOT NULL,
    no BIGINT NOT NULL,
    answered BIGINT NOT NULL,
    version BIGINT NOT NULL,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (client_no, no)
);

-- Links that open a view once, together with a number that is given by another way. person_no: in whose name the view asks;
-- tries: how often a number was tried.
CREATE TABLE own_view_links (
    token_hash BYTEA PRIMARY KEY,
    pin_hash BYTEA NOT NULL,
    client_no BIGINT NOT NULL,
    person_no BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    bound BYTEA NOT NULL
);
CREATE INDEX own_view_links_by_client ON own_view_links (client_no);

-- Views that are open. lent_by: the fingerprint of the worker's session on whose device it is open, and that is locked
-- meanwhile; empty where it was opened by a link.
CREATE TABLE own_view_sessions (
    token_hash BYTEA PRIMARY KEY,
    client_no BIGINT NOT NULL,
    person_no BIGINT NOT NULL,
    started_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    lent_by BYTEA NOT NULL,
    bound BYTEA NOT NULL
);
CREATE INDEX own_view_sessions_by_client ON own_view_sessions (client_no);
