-- What is on agendas of case conferences: an item's row holds, sealed, of which series it is and about whom; what decides about it
-- stands on the client's sheet. It goes when the item is taken off.

CREATE TABLE agenda_items (
    no {id},
    version BIGINT NOT NULL,
    sealed BYTEA NOT NULL
);

-- Identifiers by which clients are spoken of, each drawn at random for one series. They stand here, sealed, and nowhere else: a
-- client's sheet has the number. One that was withdrawn stays, so that it is never drawn again.

CREATE TABLE conference_identifiers (
    no {id},
    version BIGINT NOT NULL,
    sealed BYTEA NOT NULL
);
