-- Counts emails in a row that the mail server refuses in the same way, to pause sending.
ALTER TABLE "Sender" ADD COLUMN "refusals" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "Sender" ADD COLUMN "refusalKey" TEXT;
ALTER TABLE "Sender" ADD COLUMN "refusedSince" DATETIME;

-- Counts the requests to change an address, so that one with a typo can be corrected at once.
ALTER TABLE "AddressChange" ADD COLUMN "requests" INTEGER NOT NULL DEFAULT 1;
ALTER TABLE "AddressChange" ADD COLUMN "countedSince" DATETIME;
ALTER TABLE "AddressChange" ADD COLUMN "unsent" BOOLEAN NOT NULL DEFAULT false;
