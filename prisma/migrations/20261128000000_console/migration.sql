-- AlterTable: what the list is filtered by, stamped at login; and what tells that a session moved. None of them is indexed, so a refresh stays HOT.
ALTER TABLE "sessions" ADD COLUMN "country" TEXT,
ADD COLUMN "browser" TEXT,
ADD COLUMN "system" TEXT,
ADD COLUMN "moved_at" TIMESTAMPTZ(3),
ADD COLUMN "last_agent" INTEGER;

-- AlterTable
ALTER TABLE "signing_keys" ADD COLUMN "activates_at" TIMESTAMPTZ(3),
ADD COLUMN "withdrawn_at" TIMESTAMPTZ(3);
UPDATE "signing_keys" SET "activates_at" = "created_at";
ALTER TABLE "signing_keys" ALTER COLUMN "activates_at" SET NOT NULL,
ALTER COLUMN "activates_at" SET DEFAULT CURRENT_TIMESTAMP;

-- CreateTable
CREATE TABLE "session_revocations" (
    "id" UUID NOT NULL,
    "target" JSONB NOT NULL,
    "note" TEXT,
    "company_id" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" UUID NOT NULL,
    "api_key_id" UUID,
    "ip" INET,
    "user_agent" TEXT,
    "spared_session" UUID,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "total" INTEGER,
    "ended" INTEGER NOT NULL DEFAULT 0,
    "passed_over" INTEGER NOT NULL DEFAULT 0,
    "finished_at" TIMESTAMPTZ(3),
    "stopped_at" TIMESTAMPTZ(3),
    "stopped_by" UUID,
    "watermark_at" TIMESTAMPTZ(3),
    "held_until" TIMESTAMPTZ(3),

    CONSTRAINT "session_revocations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session_revocation_targets" (
    "revocation_id" UUID NOT NULL,
    "session_id" UUID NOT NULL,

    CONSTRAINT "session_revocation_targets_pkey" PRIMARY KEY ("revocation_id","session_id")
);

-- CreateTable
CREATE TABLE "tallies" (
    "step" INTEGER NOT NULL,
    "company_id" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(0) NOT NULL,
    "kind" TEXT NOT NULL,
    "count" BIGINT NOT NULL,

    CONSTRAINT "tallies_pkey" PRIMARY KEY ("step","company_id","at","kind")
);

-- CreateTable
CREATE TABLE "failed_logins" (
    "company_id" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(0) NOT NULL,
    "network" INET NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "failed_logins_pkey" PRIMARY KEY ("company_id","at","network")
);

-- CreateTable
CREATE TABLE "saved_views" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "page" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "saved_views_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "session_revocations_created_at_id_idx" ON "session_revocations"("created_at", "id");

-- CreateIndex: the few that still have something to do
CREATE INDEX "session_revocations_starts_at_idx" ON "session_revocations"("starts_at") WHERE "finished_at" IS NULL AND "stopped_at" IS NULL;

-- CreateIndex
CREATE INDEX "saved_views_user_id_id_idx" ON "saved_views"("user_id", "id");

-- CreateIndex
CREATE INDEX "events_company_id_id_idx" ON "events"("company_id", "id");

-- CreateIndex: logins and their ends are most of the log, and found without an index; all else is rare
CREATE INDEX "events_kind_id_idx" ON "events"("kind", "id") WHERE "kind" NOT IN ('session_started', 'session_ended');

-- CreateIndex
CREATE INDEX "events_by_id_idx" ON "events"("by", "id") WHERE "by" IS NOT NULL;

-- CreateIndex: what was done to a client; what sessions did there has their ids
CREATE INDEX "events_client_id_id_idx" ON "events"("client_id", "id") WHERE "client_id" IS NOT NULL AND "session_id" IS NULL;

-- AddForeignKey
ALTER TABLE "session_revocation_targets" ADD CONSTRAINT "session_revocation_targets_revocation_id_fkey" FOREIGN KEY ("revocation_id") REFERENCES "session_revocations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "saved_views" ADD CONSTRAINT "saved_views_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
