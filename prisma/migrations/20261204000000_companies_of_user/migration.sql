-- In which companies somebody has sessions is read from one to the next: whoever follows the revocation feed, or is told of the log, waited for a look at
-- every session of a user for each entry about them, and of somebody with a hundred thousand for longer than a statement may. No refresh changes the
-- columns. Whatever writes sessions waits while the index is made, 10 s for ten million sessions, and a refresh gives up before. Who cannot afford that
-- makes it before the upgrade, CONCURRENTLY.
SET LOCAL lock_timeout = '2s';

-- What a CONCURRENTLY that failed has left has the name, and is no index.
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('sessions_user_id_company_id_idx') AND NOT indisvalid) THEN
    DROP INDEX "sessions_user_id_company_id_idx";
  END IF;
END $$;

CREATE INDEX IF NOT EXISTS "sessions_user_id_company_id_idx" ON "sessions"("user_id", "company_id");
