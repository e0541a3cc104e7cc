-- What somebody who works away from the office said in a session: until when nobody can hear or read along there (DV-4.6.2, NASW-i).
-- 0 while it isn't said, -1 where it isn't asked. A session's fingerprint binds it, so whoever was signed in before signs in once more.
ALTER TABLE sessions ADD COLUMN private_until BIGINT NOT NULL DEFAULT -1;
