-- Whom an import made is known by the address that they came with, whatever became of it: the same file makes nobody anew.
SET LOCAL lock_timeout = '2s';

ALTER TABLE "users" ADD COLUMN "imported_as" BYTEA;

CREATE INDEX "users_imported_as_idx" ON "users"("imported_as") WHERE "imported_as" IS NOT NULL;
