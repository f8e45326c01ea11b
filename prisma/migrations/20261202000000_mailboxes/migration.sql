-- A mail to an address that is not its user's own, when e-mails change, stands in a line of that mailbox: one that takes nothing holds up no other.
SET LOCAL lock_timeout = '2s';

ALTER TABLE "mails" ADD COLUMN "mailbox" BYTEA;
