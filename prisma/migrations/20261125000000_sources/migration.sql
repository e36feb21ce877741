-- CreateTable
CREATE TABLE "PaperCategory" (
    "paperId" TEXT NOT NULL,
    "category" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "publishedAt" DATETIME NOT NULL,

    PRIMARY KEY ("paperId", "category"),
    CONSTRAINT "PaperCategory_paperId_fkey" FOREIGN KEY ("paperId") REFERENCES "Paper" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "SourceRecord" (
    "source" TEXT NOT NULL,
    "paperId" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "saidHash" TEXT NOT NULL,
    "firstSeenAt" DATETIME NOT NULL,

    PRIMARY KEY ("source", "paperId", "day"),
    CONSTRAINT "SourceRecord_paperId_fkey" FOREIGN KEY ("paperId") REFERENCES "Paper" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Embedding" (
    "paperId" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "textHash" TEXT NOT NULL,
    "vector" BLOB NOT NULL,

    PRIMARY KEY ("paperId", "model"),
    CONSTRAINT "Embedding_paperId_fkey" FOREIGN KEY ("paperId") REFERENCES "Paper" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Source" (
    "name" TEXT NOT NULL PRIMARY KEY,
    "leaseOwner" TEXT,
    "leaseUntil" DATETIME,
    "fence" INTEGER NOT NULL DEFAULT 0,
    "nextAt" DATETIME,
    "attemptedAt" DATETIME,
    "succeededAt" DATETIME,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "failedAt" DATETIME,
    "failure" TEXT,
    "progress" TEXT NOT NULL DEFAULT '{}'
);

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_Paper" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "title" TEXT NOT NULL,
    "summary" TEXT NOT NULL,
    "publishedAt" DATETIME NOT NULL,
    "day" TEXT NOT NULL,
    "listedAt" DATETIME NOT NULL,
    "listed" BOOLEAN NOT NULL DEFAULT true,
    "announcedDay" TEXT,
    "announcedBy" TEXT,
    "newestDay" TEXT NOT NULL,
    "sourceUpvotes" INTEGER NOT NULL,
    "votes" INTEGER NOT NULL DEFAULT 0,
    "upvotes" INTEGER NOT NULL,
    "comments" INTEGER NOT NULL,
    "score" REAL NOT NULL,
    "authorCount" INTEGER NOT NULL,
    "authorNames" TEXT NOT NULL DEFAULT '',
    "categories" TEXT NOT NULL DEFAULT '[]',
    "version" INTEGER,
    "revisedAt" DATETIME,
    "withdrawn" BOOLEAN NOT NULL DEFAULT false,
    "note" TEXT,
    "journal" TEXT,
    "doi" TEXT,
    "pageUrl" TEXT,
    "pdfUrl" TEXT,
    "aiSummary" TEXT,
    "aiSummaryModel" TEXT,
    "keywords" TEXT NOT NULL,
    "githubRepo" TEXT,
    "githubStars" INTEGER,
    "projectPage" TEXT,
    "mediaUrls" TEXT NOT NULL,
    "discussionId" TEXT,
    "organizationId" TEXT,
    "sample" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL,
    CONSTRAINT "Paper_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "Organization" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);
INSERT INTO "new_Paper" ("aiSummary", "aiSummaryModel", "authorCount", "comments", "createdAt", "day", "discussionId", "githubRepo", "githubStars", "id", "keywords", "listedAt", "mediaUrls", "newestDay", "organizationId", "projectPage", "publishedAt", "sample", "score", "sourceUpvotes", "summary", "title", "updatedAt", "upvotes", "votes") SELECT "aiSummary", "aiSummaryModel", "authorCount", "comments", "createdAt", "day", "discussionId", "githubRepo", "githubStars", "id", "keywords", "listedAt", "mediaUrls", "newestDay", "organizationId", "projectPage", "publishedAt", "sample", "score", "sourceUpvotes", "summary", "title", "updatedAt", "upvotes", "votes" FROM "Paper";
DROP TABLE "Paper";
ALTER TABLE "new_Paper" RENAME TO "Paper";
CREATE INDEX "Paper_score_publishedAt_id_idx" ON "Paper"("score" DESC, "publishedAt" DESC, "id");
CREATE INDEX "Paper_publishedAt_id_idx" ON "Paper"("publishedAt" DESC, "id");
CREATE INDEX "Paper_createdAt_idx" ON "Paper"("createdAt");
CREATE INDEX "Paper_organizationId_publishedAt_id_idx" ON "Paper"("organizationId", "publishedAt" DESC, "id");
CREATE INDEX "Paper_sample_idx" ON "Paper"("sample");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE INDEX "PaperCategory_category_publishedAt_paperId_idx" ON "PaperCategory"("category", "publishedAt" DESC, "paperId");

-- CreateIndex
CREATE INDEX "SourceRecord_source_day_idx" ON "SourceRecord"("source", "day");

-- CreateIndex
CREATE INDEX "SourceRecord_paperId_idx" ON "SourceRecord"("paperId");

-- CreateIndex
CREATE INDEX "Author_name_idx" ON "Author"("name");

-- CreateIndex
CREATE INDEX "Listing_submitterName_day_idx" ON "Listing"("submitterName", "day" DESC);

-- CreateIndex
CREATE INDEX "Organization_name_idx" ON "Organization"("name");

-- What search reads of the authors that stand there already
UPDATE "Paper" SET "authorNames" = COALESCE((
    SELECT group_concat("name", char(10)) FROM (
        SELECT "name" FROM "Author" WHERE "paperId" = "Paper"."id" AND "hidden" = 0 ORDER BY "position"
    )
), '');
