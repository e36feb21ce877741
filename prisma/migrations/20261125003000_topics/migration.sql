-- CreateTable
CREATE TABLE "CategoryCount" (
    "category" TEXT NOT NULL,
    "month" TEXT NOT NULL,
    "papers" INTEGER NOT NULL,

    PRIMARY KEY ("category", "month")
);

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_Author" (
    "paperId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "sourceId" TEXT,
    "hidden" BOOLEAN NOT NULL DEFAULT false,
    "user" TEXT,
    "publishedAt" DATETIME NOT NULL,

    PRIMARY KEY ("paperId", "position"),
    CONSTRAINT "Author_paperId_fkey" FOREIGN KEY ("paperId") REFERENCES "Paper" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
INSERT INTO "new_Author" ("hidden", "name", "paperId", "position", "sourceId", "user", "publishedAt") SELECT a."hidden", a."name", a."paperId", a."position", a."sourceId", a."user", p."publishedAt" FROM "Author" a JOIN "Paper" p ON p."id" = a."paperId";
DROP TABLE "Author";
ALTER TABLE "new_Author" RENAME TO "Author";
CREATE INDEX "Author_name_hidden_publishedAt_paperId_idx" ON "Author"("name", "hidden", "publishedAt" DESC, "paperId");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE INDEX "Organization_fullname_idx" ON "Organization"("fullname");

-- How many papers of a category each month has, by what stands there already and by each change
INSERT INTO "CategoryCount" ("category", "month", "papers")
SELECT "category", substr("publishedAt", 1, 7), COUNT(*) FROM "PaperCategory" GROUP BY 1, 2;

CREATE TRIGGER "PaperCategory_counted" AFTER INSERT ON "PaperCategory" BEGIN
    INSERT INTO "CategoryCount" ("category", "month", "papers")
    VALUES (NEW."category", substr(NEW."publishedAt", 1, 7), 1)
    ON CONFLICT ("category", "month") DO UPDATE SET "papers" = "papers" + 1;
END;

CREATE TRIGGER "PaperCategory_uncounted" AFTER DELETE ON "PaperCategory" BEGIN
    UPDATE "CategoryCount" SET "papers" = "papers" - 1
    WHERE "category" = OLD."category" AND "month" = substr(OLD."publishedAt", 1, 7);
END;

CREATE TRIGGER "PaperCategory_recounted" AFTER UPDATE OF "category", "publishedAt" ON "PaperCategory"
WHEN OLD."category" <> NEW."category" OR substr(OLD."publishedAt", 1, 7) <> substr(NEW."publishedAt", 1, 7)
BEGIN
    UPDATE "CategoryCount" SET "papers" = "papers" - 1
    WHERE "category" = OLD."category" AND "month" = substr(OLD."publishedAt", 1, 7);
    INSERT INTO "CategoryCount" ("category", "month", "papers")
    VALUES (NEW."category", substr(NEW."publishedAt", 1, 7), 1)
    ON CONFLICT ("category", "month") DO UPDATE SET "papers" = "papers" + 1;
END;
