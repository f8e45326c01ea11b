-- CreateEnum
CREATE TYPE "code_purpose" AS ENUM ('verify_email', 'reset_password', 'invitation', 'change_email');

-- AlterTable
ALTER TABLE "users"
    ALTER COLUMN "password_hash" DROP NOT NULL,
    ADD COLUMN "second_factor_at" TIMESTAMPTZ(3),
    ADD COLUMN "erased_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "one_time_codes" (
    "id" BIGSERIAL NOT NULL,
    "user_id" UUID NOT NULL,
    "purpose" "code_purpose" NOT NULL,
    "hash" BYTEA NOT NULL,
    "tries_left" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "email" TEXT,
    "password_hash" TEXT,
    "name" TEXT,

    CONSTRAINT "one_time_codes_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "one_time_codes_tries" CHECK ("tries_left" >= 0)
);

-- CreateTable
CREATE TABLE "mails" (
    "id" BIGSERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "user_id" UUID,
    "session_id" UUID,
    "sealed" BYTEA,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "held_until" TIMESTAMPTZ(3),
    "sent_at" TIMESTAMPTZ(3),
    "failed_at" TIMESTAMPTZ(3),
    "last_fault" TEXT,

    CONSTRAINT "mails_pkey" PRIMARY KEY ("id"),
    -- What was sent or given up keeps no address and no secret.
    CONSTRAINT "mails_erased" CHECK ("sealed" IS NULL OR ("sent_at" IS NULL AND "failed_at" IS NULL))
);

-- CreateTable
CREATE TABLE "second_factors" (
    "user_id" UUID NOT NULL,
    "encrypted_secret" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_step" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "second_factors_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "recovery_codes" (
    "user_id" UUID NOT NULL,
    "hash" BYTEA NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "recovery_codes_pkey" PRIMARY KEY ("user_id", "hash")
);

-- CreateTable
CREATE TABLE "known_devices" (
    "user_id" UUID NOT NULL,
    "digest" BYTEA NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "known_devices_pkey" PRIMARY KEY ("user_id", "digest")
)
-- The last login touches no index (HOT).
WITH (fillfactor = 80);

-- CreateTable
CREATE TABLE "imported_tokens" (
    "hash" BYTEA NOT NULL,
    "user_id" UUID NOT NULL,
    "client_id" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "imported_at" TIMESTAMPTZ(3) NOT NULL,
    "session_id" UUID NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "imported_tokens_pkey" PRIMARY KEY ("hash")
);

-- CreateIndex
CREATE INDEX "users_created_at_id_idx" ON "users"("created_at", "id");

-- CreateIndex
CREATE INDEX "users_company_id_created_at_id_idx" ON "users"("company_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "users_company_id_email_idx" ON "users"("company_id", "email");

-- CreateIndex
CREATE INDEX "users_with_roles_idx" ON "users"("created_at", "id") WHERE "roles" <> '{}';

-- CreateIndex
CREATE INDEX "users_of_company_with_roles_idx" ON "users"("company_id", "created_at", "id") WHERE "roles" <> '{}';

-- CreateIndex
CREATE INDEX "users_deleted_at_idx" ON "users"("deleted_at") WHERE "deleted_at" IS NOT NULL AND "erased_at" IS NULL;

-- CreateIndex
CREATE INDEX "events_user_id_id_idx" ON "events"("user_id", "id");

-- CreateIndex
CREATE INDEX "one_time_codes_user_id_purpose_id_idx" ON "one_time_codes"("user_id", "purpose", "id");

-- CreateIndex
CREATE INDEX "one_time_codes_hash_idx" ON "one_time_codes"("hash");

-- CreateIndex
CREATE INDEX "mails_id_idx" ON "mails"("id") WHERE "sent_at" IS NULL AND "failed_at" IS NULL;

-- CreateIndex
CREATE INDEX "imported_tokens_user_id_idx" ON "imported_tokens"("user_id");

-- CreateIndex
CREATE INDEX "imported_tokens_expires_at_idx" ON "imported_tokens"("expires_at");

-- AddForeignKey
ALTER TABLE "one_time_codes" ADD CONSTRAINT "one_time_codes_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "second_factors" ADD CONSTRAINT "second_factors_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "recovery_codes" ADD CONSTRAINT "recovery_codes_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "known_devices" ADD CONSTRAINT "known_devices_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "imported_tokens" ADD CONSTRAINT "imported_tokens_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
