-- Who made sessions_client_id_id_idx before its migration, CONCURRENTLY, and was broken off, has the name and no index: that migration did not look.
-- Everybody else has nothing to wait for. Where it is made anew, logins wait for it: 15 s for ten million sessions. Who cannot wait does it before the
-- upgrade: REINDEX INDEX CONCURRENTLY "sessions_client_id_id_idx".
SET LOCAL lock_timeout = '2s';

DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('sessions_client_id_id_idx') AND NOT indisvalid) THEN
    DROP INDEX "sessions_client_id_id_idx";
    CREATE INDEX "sessions_client_id_id_idx" ON "sessions"("client_id", "id");
  END IF;
END $$;
