-- Whether it is known of a consent how it was signed: 1 once it was signed by a program that tells the client's sheet so, or was looked at
-- since; 0 of drafts, and of what was signed before that. What was signed by a typed name alone counts for nothing.

ALTER TABLE consents ADD COLUMN signature_known BIGINT NOT NULL DEFAULT 0;

CREATE INDEX consents_signature_unknown ON consents (stage, client_no) WHERE signature_known = 0;
