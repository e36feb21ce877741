-- The digest at each reader's own rhythm: issues of an edition, papers chosen for readers, states that add up.
-- CreateTable
CREATE TABLE "AddressChange" (
    "subscriptionId" TEXT NOT NULL PRIMARY KEY,
    "email" TEXT NOT NULL,
    "oldTokenHash" TEXT NOT NULL,
    "newTokenHash" TEXT NOT NULL,
    "oldConfirmedAt" DATETIME,
    "newConfirmedAt" DATETIME,
    "createdAt" DATETIME NOT NULL,
    CONSTRAINT "AddressChange_subscriptionId_fkey" FOREIGN KEY ("subscriptionId") REFERENCES "Subscription" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "DigestSelection" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "issueId" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "why" TEXT NOT NULL,
    "papers" TEXT NOT NULL,
    CONSTRAINT "DigestSelection_issueId_fkey" FOREIGN KEY ("issueId") REFERENCES "DigestIssue" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Sender" (
    "name" TEXT NOT NULL PRIMARY KEY,
    "leaseOwner" TEXT,
    "leaseUntil" DATETIME,
    "fence" INTEGER NOT NULL DEFAULT 0,
    "rateAt" DATETIME,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "pausedUntil" DATETIME,
    "pauseReason" TEXT
);

-- CreateTable
CREATE TABLE "Bounce" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "rawHash" TEXT NOT NULL,
    "subscriptionId" TEXT,
    "kind" TEXT NOT NULL,
    "status" TEXT,
    "answer" TEXT,
    "receivedAt" DATETIME NOT NULL,
    "raw" TEXT NOT NULL,
    CONSTRAINT "Bounce_subscriptionId_fkey" FOREIGN KEY ("subscriptionId") REFERENCES "Subscription" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_Delivery" (
    "issueId" TEXT NOT NULL,
    "subscriptionId" TEXT NOT NULL,
    "selectionId" TEXT NOT NULL,
    "date" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "doubts" INTEGER NOT NULL DEFAULT 0,
    "readyAt" DATETIME,
    "fence" INTEGER,
    "triedAt" DATETIME,
    "claimedAt" DATETIME,
    "settledAt" DATETIME,
    "answer" TEXT,
    "story" TEXT NOT NULL DEFAULT '[]',

    PRIMARY KEY ("issueId", "subscriptionId"),
    CONSTRAINT "Delivery_issueId_fkey" FOREIGN KEY ("issueId") REFERENCES "DigestIssue" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "Delivery_subscriptionId_fkey" FOREIGN KEY ("subscriptionId") REFERENCES "Subscription" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "Delivery_selectionId_fkey" FOREIGN KEY ("selectionId") REFERENCES "DigestSelection" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
INSERT INTO "new_Delivery" ("answer", "attempts", "claimedAt", "triedAt", "issueId", "selectionId", "date", "settledAt", "state", "subscriptionId", "readyAt", "fence")
SELECT d."answer", d."attempts", d."claimedAt", d."claimedAt", d."issueId", d."issueId", i."edition", d."settledAt",
    CASE WHEN d."state" <> 'failed' THEN d."state" WHEN d."attempts" < 5 THEN 'deferred' ELSE 'skipped' END,
    d."subscriptionId",
    CASE WHEN d."state" = 'pending' THEN i."createdAt"
         WHEN d."state" = 'failed' AND d."attempts" < 5 THEN COALESCE(d."claimedAt", i."createdAt") END,
    -- In doubt: the first run looks at it
    CASE WHEN d."state" = 'sending' THEN 0 END
FROM "Delivery" d JOIN "DigestIssue" i ON i."id" = d."issueId";
DROP TABLE "Delivery";
ALTER TABLE "new_Delivery" RENAME TO "Delivery";
CREATE INDEX "Delivery_readyAt_idx" ON "Delivery"("readyAt");
CREATE INDEX "Delivery_fence_idx" ON "Delivery"("fence");
CREATE INDEX "Delivery_issueId_state_subscriptionId_idx" ON "Delivery"("issueId", "state", "subscriptionId");
CREATE INDEX "Delivery_subscriptionId_date_idx" ON "Delivery"("subscriptionId", "date");
CREATE TABLE "new_DigestIssue" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "edition" TEXT NOT NULL,
    "rhythm" TEXT NOT NULL,
    "date" TEXT NOT NULL,
    "hour" INTEGER NOT NULL,
    "timeZone" TEXT NOT NULL,
    "dueAt" DATETIME NOT NULL,
    "since" DATETIME NOT NULL,
    "until" DATETIME NOT NULL,
    "candidates" TEXT NOT NULL,
    "readers" INTEGER NOT NULL,
    "archived" BOOLEAN NOT NULL,
    "why" TEXT,
    "createdAt" DATETIME NOT NULL
);
-- Until now an issue was one a date, for everybody, at an hour and in a zone that only .env knew.
INSERT INTO "new_DigestIssue" ("createdAt", "edition", "id", "since", "until", "rhythm", "date", "hour", "timeZone", "dueAt", "candidates", "readers", "archived")
SELECT "createdAt", 'daily/' || "edition" || '/07/UTC', "id", "since", "until", 'daily', "edition", 7, 'UTC', "until",
    (SELECT json_group_array(json_extract(p."value", '$.id')) FROM json_each(i."papers") p WHERE p."type" = 'object'),
    (SELECT COUNT(*) FROM "Delivery" d WHERE d."issueId" = i."id"), true
FROM "DigestIssue" i;
INSERT INTO "DigestSelection" ("id", "issueId", "subject", "why", "papers")
SELECT "id", "id", "subject", 'The papers that were trending then.', "papers" FROM "DigestIssue";
DROP TABLE "DigestIssue";
ALTER TABLE "new_DigestIssue" RENAME TO "DigestIssue";
CREATE UNIQUE INDEX "DigestIssue_edition_key" ON "DigestIssue"("edition");
CREATE INDEX "DigestIssue_dueAt_idx" ON "DigestIssue"("dueAt");
CREATE INDEX "DigestIssue_archived_dueAt_idx" ON "DigestIssue"("archived", "dueAt" DESC);
CREATE TABLE "new_Subscription" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "email" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "rhythm" TEXT NOT NULL DEFAULT 'daily',
    "weekday" INTEGER NOT NULL DEFAULT 1,
    "hour" INTEGER NOT NULL DEFAULT 7,
    "timeZone" TEXT NOT NULL DEFAULT 'UTC',
    "size" INTEGER NOT NULL DEFAULT 10,
    "topics" TEXT NOT NULL DEFAULT '{}',
    "scheduledAt" DATETIME NOT NULL,
    "pausedUntil" DATETIME,
    "confirmTokenHash" TEXT,
    "confirmMailedAt" DATETIME,
    "confirmedAt" DATETIME,
    "consentSource" TEXT NOT NULL DEFAULT 'form',
    "unsubscribedAt" DATETIME,
    "stoppedAt" DATETIME,
    "stoppedBy" TEXT,
    "stopAnswer" TEXT,
    "bounceScore" REAL NOT NULL DEFAULT 0,
    "bouncedOn" TEXT,
    "linkMailedAt" DATETIME,
    "createdAt" DATETIME NOT NULL
);
INSERT INTO "new_Subscription" ("confirmMailedAt", "confirmTokenHash", "confirmedAt", "createdAt", "email", "id", "state", "unsubscribedAt", "scheduledAt")
SELECT "confirmMailedAt", "confirmTokenHash", "confirmedAt", "createdAt", "email", "id", "state", "unsubscribedAt", COALESCE("confirmedAt", "createdAt") FROM "Subscription";
DROP TABLE "Subscription";
ALTER TABLE "new_Subscription" RENAME TO "Subscription";
CREATE UNIQUE INDEX "Subscription_email_key" ON "Subscription"("email");
CREATE UNIQUE INDEX "Subscription_confirmTokenHash_key" ON "Subscription"("confirmTokenHash");
CREATE INDEX "Subscription_state_rhythm_timeZone_hour_weekday_scheduledAt_id_idx" ON "Subscription"("state", "rhythm", "timeZone", "hour", "weekday", "scheduledAt", "id");
CREATE INDEX "Subscription_state_email_idx" ON "Subscription"("state", "email");
CREATE INDEX "Subscription_createdAt_idx" ON "Subscription"("createdAt");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE UNIQUE INDEX "AddressChange_oldTokenHash_key" ON "AddressChange"("oldTokenHash");

-- CreateIndex
CREATE UNIQUE INDEX "AddressChange_newTokenHash_key" ON "AddressChange"("newTokenHash");

-- CreateIndex
CREATE INDEX "DigestSelection_issueId_idx" ON "DigestSelection"("issueId");

-- CreateIndex
CREATE UNIQUE INDEX "Bounce_rawHash_key" ON "Bounce"("rawHash");

-- CreateIndex
CREATE INDEX "Bounce_subscriptionId_receivedAt_idx" ON "Bounce"("subscriptionId", "receivedAt");

-- CreateIndex
CREATE INDEX "Bounce_receivedAt_idx" ON "Bounce"("receivedAt");
