-- CreateTable: how far each event sink has been told, and in whose hands it is
CREATE TABLE "event_sinks" (
    "name" TEXT NOT NULL,
    "position" JSONB NOT NULL,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "holder" UUID,
    "held_until" TIMESTAMPTZ(3),

    CONSTRAINT "event_sinks_pkey" PRIMARY KEY ("name")
);
