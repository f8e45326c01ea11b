-- Who is deleted takes their mails along: found without a look at everybody else's, which took longer than a statement may where some millions are kept.
-- Whatever writes mails waits while the index is made, some seconds for a million. Who cannot afford that makes it before the upgrade, CONCURRENTLY.
SET LOCAL lock_timeout = '2s';

-- What a CONCURRENTLY that failed has left has the name, and is no index.
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('mails_user_id_idx') AND NOT indisvalid) THEN
    DROP INDEX "mails_user_id_idx";
  END IF;
END $$;

CREATE INDEX IF NOT EXISTS "mails_user_id_idx" ON "mails"("user_id");
