-- What was typed about an item while it is spoken of in a case conference. no: the number of the item's row; what was asked and offered,
-- and by whom, lies sealed in its place. A row goes with its item, and when the room closes. Which item is spoken of now, and who
-- wants to speak, lies on a card under the number of the meeting.

CREATE TABLE board_texts (
    no {id},
    version BIGINT NOT NULL,
    sealed BYTEA NOT NULL
);
