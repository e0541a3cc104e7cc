-- Permissions of those who told something about a client: that what they told may go to an organization. One row for each, by its number
-- among those about the client. All of it lies sealed under the client's key for what others told, apart from the file.

CREATE TABLE teller_permissions (
    client_no BIGINT NOT NULL,
    no BIGINT NOT NULL,
    version BIGINT NOT NULL,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (client_no, no)
);

-- The scan of one that was signed on paper.
CREATE TABLE teller_permission_scans (
    client_no BIGINT NOT NULL,
    permission_no BIGINT NOT NULL,
    version BIGINT NOT NULL,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (client_no, permission_no)
);
