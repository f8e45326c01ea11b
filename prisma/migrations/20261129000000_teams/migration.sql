-- AlterTable: which transaction wrote an entry, so that whoever follows the log misses none that commits late. Those that are there already
-- keep null, which needs no rewrite: they were committed before anybody followed.
ALTER TABLE "events" ADD COLUMN "tx" xid8;
ALTER TABLE "events" ALTER COLUMN "tx" SET DEFAULT pg_current_xact_id();

-- CreateIndex
CREATE INDEX "events_tx_id_idx" ON "events"("tx", "id");

-- CreateIndex: what was revoked, by itself: most of the log is something else
CREATE INDEX "events_revocations_idx" ON "events"("id") WHERE "kind" IN ('session_ended', 'watermark_set');

-- CreateIndex
CREATE INDEX "events_revocations_tx_idx" ON "events"("tx", "id") WHERE "kind" IN ('session_ended', 'watermark_set');

-- Wakes whoever serves the revocation feed, at the commit, whatever wrote the entry. Transactions that notify commit one after the other, each
-- waiting for the disk of the one before: so of those that are at it at once only one does, and none waits. Who is woken looks again a moment later.
CREATE FUNCTION "tell_of_revocation"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF pg_try_advisory_xact_lock(72707390) THEN
    PERFORM pg_notify('tessera_revocations', '');
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER "events_tell_of_revocation" AFTER INSERT ON "events"
  FOR EACH ROW WHEN (NEW."kind" IN ('session_ended', 'watermark_set')) EXECUTE FUNCTION "tell_of_revocation"();

-- CreateTable
CREATE TABLE "followers" (
    "api_key_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "company_id" INTEGER,
    "via" TEXT NOT NULL,
    "when_stale" TEXT NOT NULL,
    "position" TIMESTAMPTZ(3) NOT NULL,
    "reported_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "followers_pkey" PRIMARY KEY ("api_key_id","name")
);

-- CreateTable
CREATE TABLE "receivers" (
    "id" UUID NOT NULL,
    "company_id" INTEGER,
    "name" TEXT NOT NULL,
    "form" TEXT NOT NULL,
    "url" TEXT,
    "kinds" TEXT[],
    "audience" TEXT,
    "sealed_secret" BYTEA,
    "sealed_former_secret" BYTEA,
    "former_secret_until" TIMESTAMPTZ(3),
    "sealed_authorization" BYTEA,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" UUID NOT NULL,
    "since" TEXT NOT NULL,
    "paused_at" TIMESTAMPTZ(3),
    "failing_since" TIMESTAMPTZ(3),
    "last_delivered_at" TIMESTAMPTZ(3),
    "failures" INTEGER NOT NULL DEFAULT 0,
    "retry_at" TIMESTAMPTZ(3),
    "held_until" TIMESTAMPTZ(3),

    CONSTRAINT "receivers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "deliveries" (
    "id" BIGSERIAL NOT NULL,
    "receiver_id" UUID NOT NULL,
    "event_id" BIGINT,
    "queued_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "delivered_at" TIMESTAMPTZ(3),
    "failed_at" TIMESTAMPTZ(3),
    "last_status" INTEGER,
    "last_fault" TEXT,

    CONSTRAINT "deliveries_pkey" PRIMARY KEY ("id")
);

-- CreateTable: how far the log was gone through for receivers
CREATE TABLE "fan_out" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "from" TEXT NOT NULL,
    "as_of" TIMESTAMPTZ(3) NOT NULL,
    "to" TEXT,
    "to_at" TIMESTAMPTZ(3),
    "last_tx" TEXT,
    "last_id" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "fan_out_pkey" PRIMARY KEY ("id")
);
INSERT INTO "fan_out" ("from", "as_of") VALUES (pg_current_snapshot()::text, now());

-- CreateIndex
CREATE INDEX "receivers_company_id_id_idx" ON "receivers"("company_id", "id");

-- CreateIndex
CREATE INDEX "deliveries_receiver_id_id_idx" ON "deliveries"("receiver_id", "id");

-- CreateIndex: what was given up
CREATE INDEX "deliveries_failed_idx" ON "deliveries"("receiver_id", "id") WHERE "failed_at" IS NOT NULL;

-- CreateIndex: what waits to be delivered
CREATE INDEX "deliveries_receiver_id_due_at_id_idx" ON "deliveries"("receiver_id", "due_at", "id") WHERE "delivered_at" IS NULL AND "failed_at" IS NULL;

-- AddForeignKey
ALTER TABLE "followers" ADD CONSTRAINT "followers_api_key_id_fkey" FOREIGN KEY ("api_key_id") REFERENCES "api_keys"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "receivers" ADD CONSTRAINT "receivers_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "companies"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
