-- An address is searched for within a company too, and what others have there is passed over unseen. Logins wait while the index is made: 10 s for ten
-- million sessions. Who cannot wait makes it before the upgrade, CONCURRENTLY.
CREATE INDEX IF NOT EXISTS "sessions_ip_company_id_id_idx" ON "sessions"("ip", "company_id", "id");

-- DropIndex
DROP INDEX "sessions_ip_id_idx";
