-- Administrators find users by the beginnings of the words of a name, without case and accents (libs/persistence/src/users/named.ts, which has the same
-- words). Each word is there once more behind its company: a search within one sees nobody else's. Without a list of what is new a sign-up makes its few
-- entries at once, and no search reads that list. Whatever writes users waits while the index is made, half a minute for three million, and a minute before
-- PostgreSQL 18; logins and refreshes go on. Who cannot afford that makes it before the upgrade, CONCURRENTLY.
SET LOCAL lock_timeout = '2s';

-- What a CONCURRENTLY that failed has left has the name, and is no index.
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('users_name_idx') AND NOT indisvalid) THEN
    DROP INDEX "users_name_idx";
  END IF;
END $$;

CREATE INDEX IF NOT EXISTS "users_name_idx" ON "users" USING gin ((
  array_to_tsvector(array_remove(string_to_array(regexp_replace(
    left(replace(replace(translate(regexp_replace(lower(regexp_replace(normalize("name", NFKD), '[\u0300-\u036f\u200b-\u200d''‘’ʼ]', '', 'g')), '[\u0001-\u001f!-/:-@[-`{-\u00bf‐-‧、。・]', ' ', 'g'), 'øłđıς', 'oldiσ'), 'ß', 'ss'), 'æ', 'ae'), 500),
    '[^ ]+', '\& ' || "company_id"::text || ':\&', 'g'), ' '), ''))
)) WITH (fastupdate = off) WHERE "name" IS NOT NULL;
