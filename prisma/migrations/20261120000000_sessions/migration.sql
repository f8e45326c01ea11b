-- CreateEnum
CREATE TYPE "end_reason" AS ENUM ('logout', 'revoked_by_user', 'revoked_by_admin', 'reuse_detected', 'password_changed', 'user_disabled', 'user_deleted', 'client_disabled', 'limit_exceeded');

-- CreateEnum
CREATE TYPE "reuse_policy" AS ENUM ('until_used', 'strict');

-- CreateEnum
CREATE TYPE "role" AS ENUM ('owner', 'admin', 'support', 'auditor');

-- CreateTable
CREATE TABLE "companies" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "companies_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "users" (
    "id" UUID NOT NULL,
    -- "C": the unique index serves prefix searches too, whatever the database's own collation.
    "email" TEXT COLLATE "C" NOT NULL,
    "password_hash" TEXT NOT NULL,
    "name" TEXT,
    "roles" "role"[] NOT NULL DEFAULT ARRAY[]::"role"[],
    "company_id" INTEGER NOT NULL,
    "email_verified_at" TIMESTAMPTZ(3),
    "disabled_at" TIMESTAMPTZ(3),
    "deleted_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "clients" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "confidential" BOOLEAN NOT NULL DEFAULT false,
    "scope" TEXT NOT NULL DEFAULT 'account',
    "access_token_lifetime" INTEGER,
    "idle_timeout" INTEGER,
    "absolute_lifetime" INTEGER,
    "retry_window" INTEGER,
    "reuse_policy" "reuse_policy",
    "disabled_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "clients_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sessions" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "client_id" TEXT NOT NULL,
    "company_id" INTEGER NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "generation" INTEGER NOT NULL DEFAULT 0,
    "branch" INTEGER NOT NULL DEFAULT 0,
    "previous_branch" INTEGER,
    "issued_branch" INTEGER NOT NULL DEFAULT 0,
    "issued_at" TIMESTAMPTZ(3) NOT NULL,
    "idle_timeout" INTEGER NOT NULL,
    "absolute_lifetime" INTEGER NOT NULL,
    "reuse_policy" "reuse_policy" NOT NULL,
    "scope" TEXT NOT NULL,
    "dpop_thumbprint" TEXT,
    "revoked_at" TIMESTAMPTZ(3),
    "revoked_reason" "end_reason",
    "revoked_by" UUID,
    "ip" INET,
    "last_ip" INET,
    "device_id" TEXT,
    "device_name" TEXT,
    "user_agent" TEXT,

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "sessions_place" CHECK ("generation" >= 0 AND "branch" >= 0 AND "issued_branch" >= 0),
    CONSTRAINT "sessions_end" CHECK (("revoked_at" IS NULL) = ("revoked_reason" IS NULL))
)
-- Room on each page for the next version of a row: a refresh stays on its page and touches no index (HOT).
WITH (fillfactor = 80);

-- CreateTable
CREATE TABLE "watermarks" (
    "id" BIGSERIAL NOT NULL,
    "subject" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "reason" "end_reason" NOT NULL,
    "by" UUID,
    "except_session" UUID,

    CONSTRAINT "watermarks_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "events" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "session_id" UUID,
    "user_id" UUID,
    "client_id" TEXT,
    "company_id" INTEGER,
    "reason" "end_reason",
    "by" UUID,
    "note" TEXT,
    "ip" INET,
    "user_agent" TEXT,
    "details" JSONB,

    CONSTRAINT "events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "signing_keys" (
    "kid" TEXT NOT NULL,
    "public_jwk" JSONB NOT NULL,
    "encrypted_private_key" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "signing_keys_pkey" PRIMARY KEY ("kid")
);

-- CreateIndex
CREATE UNIQUE INDEX "users_email_key" ON "users"("email");

-- CreateIndex
CREATE INDEX "sessions_user_id_id_idx" ON "sessions"("user_id", "id");

-- CreateIndex
CREATE INDEX "sessions_company_id_id_idx" ON "sessions"("company_id", "id");

-- CreateIndex
CREATE INDEX "sessions_ip_id_idx" ON "sessions"("ip", "id");

-- CreateIndex
CREATE INDEX "sessions_revoked_reason_id_idx" ON "sessions"("revoked_reason", "id") WHERE "revoked_at" IS NOT NULL;

-- CreateIndex
CREATE INDEX "watermarks_subject_at_idx" ON "watermarks"("subject", "at");

-- CreateIndex
CREATE INDEX "watermarks_reason_idx" ON "watermarks"("reason");

-- CreateIndex
CREATE INDEX "events_session_id_id_idx" ON "events"("session_id", "id");

-- AddForeignKey
ALTER TABLE "users" ADD CONSTRAINT "users_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "companies"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "clients"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "companies"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What every installation has from the start: the company of users who sign up alone, the public client of logins that name
-- none, and the client of the console.
INSERT INTO "companies" ("name") VALUES ('Company 1');
INSERT INTO "clients" ("id", "name") VALUES ('tessera', 'Tessera'), ('tessera-console', 'Tessera console');
