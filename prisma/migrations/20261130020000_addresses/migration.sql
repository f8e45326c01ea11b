-- An address is searched for within a company too, and what others have there is passed over unseen. Whatever writes sessions waits while the index is
-- made, 10 s for ten million sessions, and a refresh gives up before. Who cannot afford that makes it before the upgrade, CONCURRENTLY.
SET LOCAL lock_timeout = '2s';

-- What a CONCURRENTLY that failed has left has the name, and is no index.
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('sessions_ip_company_id_id_idx') AND NOT indisvalid) THEN
    DROP INDEX "sessions_ip_company_id_id_idx";
  END IF;
END $$;

CREATE INDEX IF NOT EXISTS "sessions_ip_company_id_id_idx" ON "sessions"("ip", "company_id", "id");

-- DropIndex: waits for whoever reads sessions, such as a backup, and everybody would wait behind it: rather the upgrade fails, and is tried again.
DROP INDEX IF EXISTS "sessions_ip_id_idx";
