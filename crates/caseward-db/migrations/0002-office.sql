-- The gate's tables: keys, and the sealed sheets and parts that it alone can open.
-- Nothing readable stands here but row numbers, random references, versions and times.

-- What anyone may know: the public key under which checkpoints are signed.
CREATE TABLE office_facts (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE key_slots (
    no {id},
    kind TEXT NOT NULL,
    salt BYTEA NOT NULL,
    settings TEXT NOT NULL,
    wrapped BYTEA NOT NULL,
    proof BYTEA NOT NULL,
    made_at BIGINT NOT NULL
);

CREATE TABLE compartment_keys (
    compartment BIGINT NOT NULL,
    epoch BIGINT NOT NULL,
    wrapped BYTEA NOT NULL,
    PRIMARY KEY (compartment, epoch)
);

-- tag: under which the changes of their facts stand in the ledger; follows from the reference.
CREATE TABLE organizations (
    no {id},
    ref BYTEA NOT NULL UNIQUE,
    tag BYTEA NOT NULL,
    version BIGINT NOT NULL,
    sheet BYTEA NOT NULL,
    particulars BYTEA NOT NULL
);

CREATE TABLE workers (
    no {id},
    ref BYTEA NOT NULL UNIQUE,
    tag BYTEA NOT NULL,
    version BIGINT NOT NULL,
    sheet BYTEA NOT NULL,
    particulars BYTEA NOT NULL
);

CREATE TABLE programmes (
    no {id},
    source_key BYTEA NOT NULL UNIQUE,
    organization_no BIGINT NOT NULL,
    survivors BIGINT NOT NULL
);

-- keys: the client's own, one for each compartment, each wrapped by the compartment's; without them
-- everything of this client is noise.
CREATE TABLE clients (
    no {id},
    ref BYTEA NOT NULL UNIQUE,
    version BIGINT NOT NULL,
    sheet BYTEA NOT NULL,
    keys BYTEA NOT NULL,
    changed_at BIGINT NOT NULL
);

-- Lists only: who may see a client stands on the client's sealed sheet.
CREATE TABLE caseloads (
    worker_no BIGINT NOT NULL,
    client_no BIGINT NOT NULL,
    PRIMARY KEY (worker_no, client_no)
){by_key};

-- One row per enrolment. household: a fingerprint of its household, sealed, so that who lives with whom
-- lies nowhere readable; an export asks whether someone's household lost a member.
CREATE TABLE programme_clients (
    programme_no BIGINT NOT NULL,
    client_no BIGINT NOT NULL,
    record_no BIGINT NOT NULL,
    household BYTEA NOT NULL,
    PRIMARY KEY (programme_no, client_no, record_no)
){by_key};
CREATE INDEX programme_clients_by_client ON programme_clients (client_no, record_no);

-- One row per record of a file, a source row or an entry: its sections are sealed apart and stand one
-- after another. gone: 0 it stands; 1 it was deleted in the system it came from.
CREATE TABLE records (
    client_no BIGINT NOT NULL,
    record_no BIGINT NOT NULL,
    kind BIGINT NOT NULL,
    version BIGINT NOT NULL,
    gone BIGINT NOT NULL,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (client_no, record_no)
){by_key};
