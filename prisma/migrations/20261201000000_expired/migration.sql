-- A search for expired sessions begins where the first can be: the shortest lifetime that any session of a client was stamped with is the client's last
-- entry in this index. It is read from that end, where new sessions are, and not those that retention has just removed. A refresh stamps what stood there
-- before: only a session's first after a policy has changed is no HOT update. Whatever writes sessions waits while the index is made, 10 s for ten million
-- sessions, and a refresh gives up before. Who cannot afford that makes it before the upgrade, CONCURRENTLY.
SET LOCAL lock_timeout = '2s';

-- What a CONCURRENTLY that failed has left has the name, and is no index.
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('sessions_client_id_lifetime_idx') AND NOT indisvalid) THEN
    DROP INDEX "sessions_client_id_lifetime_idx";
  END IF;
END $$;

CREATE INDEX IF NOT EXISTS "sessions_client_id_lifetime_idx" ON "sessions"("client_id", (least("idle_timeout", "absolute_lifetime")) DESC);
