-- CreateIndex: a client that few use is found without passing over everybody else's sessions. No refresh changes the column. Logins wait while it is
-- made: 15 s for ten million sessions. Who cannot wait makes it before the upgrade, CONCURRENTLY.
CREATE INDEX IF NOT EXISTS "sessions_client_id_id_idx" ON "sessions"("client_id", "id");
