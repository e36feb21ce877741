-- Search: an FTS5 index over papers, kept by triggers, whoever writes. What orders and narrows the
-- matches is read from SearchDocument.
--
-- A migration that builds Paper or Organization anew loses their triggers: it drops the triggers and
-- the view SearchText first (SQLite refuses to rename a table that a view speaks of), and makes them
-- again at its end.

-- A row's number is its publication in seconds since 1970, or the next that is free. So the lists of
-- the index are in the order of time: the newest matches are their ends, and a range of days is a
-- range of numbers. It also outlives VACUUM, which renumbers the rows of a table with a TEXT key.
CREATE TABLE "SearchDocument" (
    "number" INTEGER NOT NULL PRIMARY KEY,
    "paperId" TEXT NOT NULL,
    "upvotes" INTEGER NOT NULL,
    "score" REAL NOT NULL,
    "category" TEXT NOT NULL,
    "organizationId" TEXT,
    CONSTRAINT "SearchDocument_paperId_fkey" FOREIGN KEY ("paperId") REFERENCES "Paper" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE UNIQUE INDEX "SearchDocument_paperId_key" ON "SearchDocument"("paperId");
CREATE INDEX "SearchDocument_upvotes_number_idx" ON "SearchDocument"("upvotes" DESC, "number" DESC);
CREATE INDEX "SearchDocument_score_number_idx" ON "SearchDocument"("score" DESC, "number" DESC);

-- It keeps no text of its own, which would double the database. `tags` holds what operators ask for:
-- catcs and catcscl for cs.CL, hascode, and all of every paper; each begins with U+E000, which is a
-- letter to unicode61 and which nobody types.
CREATE VIRTUAL TABLE "SearchIndex" USING fts5(
    "title", "authors", "abstract", "keywords", "organization", "tags",
    content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2'
);

-- The words of the index with how many papers hold them, read from it: what spelling is mended by.
CREATE VIRTUAL TABLE "SearchWord" USING fts5vocab("SearchIndex", 'row');

CREATE VIEW "SearchPosition" AS
WITH RECURSIVE "p"("n") AS (SELECT 1 UNION ALL SELECT "n" + 1 FROM "p" WHERE "n" < 4000)
SELECT "n" FROM "p";

-- The text that is indexed, of which the first 4,000 characters are looked at one by one where it
-- needs that. Of scripts that are written without spaces (Thai, Japanese, Chinese,
-- Korean) each character stands with the one after it: unicode61 takes a whole run for one word.
-- features/search/match.ts cuts a query in the same way.
CREATE VIEW "SearchText" AS
SELECT
    p."id" AS "paperId",
    CASE WHEN p."title" GLOB '*[฀-๿぀-ヿ㐀-䶿一-鿿가-힯豈-﫿]*' THEN (
        SELECT group_concat(CASE WHEN substr(p."title", "n", 1) NOT GLOB '[฀-๿぀-ヿ㐀-䶿一-鿿가-힯豈-﫿]' THEN substr(p."title", "n", 1)
            WHEN substr(p."title", "n" + 1, 1) GLOB '[฀-๿぀-ヿ㐀-䶿一-鿿가-힯豈-﫿]' THEN ' ' || substr(p."title", "n", 2) || ' '
            ELSE ' ' || substr(p."title", "n", 1) || ' ' END, '' ORDER BY "n")
        FROM "SearchPosition" WHERE "n" <= length(p."title")
    ) || substr(p."title", 4001) ELSE p."title" END AS "title",
    CASE WHEN p."authorNames" GLOB '*[฀-๿぀-ヿ㐀-䶿一-鿿가-힯豈-﫿]*' THEN (
        SELECT group_concat(CASE WHEN substr(p."authorNames", "n", 1) NOT GLOB '[฀-๿぀-ヿ㐀-䶿一-鿿가-힯豈-﫿]' THEN substr(p."authorNames", "n", 1)
            WHEN substr(p."authorNames", "n" + 1, 1) GLOB '[฀-๿぀-ヿ㐀-䶿一-鿿가-힯豈-﫿]' THEN ' ' || substr(p."authorNames", "n", 2) || ' '
            ELSE ' ' || substr(p."authorNames", "n", 1) || ' ' END, '' ORDER BY "n")
        FROM "SearchPosition" WHERE "n" <= length(p."authorNames")
    ) || substr(p."authorNames", 4001) ELSE p."authorNames" END AS "authors",
    CASE WHEN p."summary" GLOB '*[฀-๿぀-ヿ㐀-䶿一-鿿가-힯豈-﫿]*' THEN (
        SELECT group_concat(CASE WHEN substr(p."summary", "n", 1) NOT GLOB '[฀-๿぀-ヿ㐀-䶿一-鿿가-힯豈-﫿]' THEN substr(p."summary", "n", 1)
            WHEN substr(p."summary", "n" + 1, 1) GLOB '[฀-๿぀-ヿ㐀-䶿一-鿿가-힯豈-﫿]' THEN ' ' || substr(p."summary", "n", 2) || ' '
            ELSE ' ' || substr(p."summary", "n", 1) || ' ' END, '' ORDER BY "n")
        FROM "SearchPosition" WHERE "n" <= length(p."summary")
    ) || substr(p."summary", 4001) ELSE p."summary" END AS "abstract",
    (SELECT COALESCE(group_concat(value, ' . '), '') FROM json_each(p."keywords")) AS "keywords",
    COALESCE(o."name" || ' . ' || o."fullname", '') AS "organization",
    char(57344) || 'all' || CASE WHEN p."githubRepo" IS NULL THEN '' ELSE ' ' || char(57344) || 'hascode' END || COALESCE((
        SELECT group_concat(' ' || char(57344) || 'cat' || replace(replace(lower(value), '.', ''), '-', '') ||
            CASE WHEN value LIKE '%.%' THEN ' ' || char(57344) || 'cat' || replace(lower(substr(value, 1, instr(value, '.') - 1)), '-', '') ELSE '' END, '')
        FROM json_each(p."categories")
    ), '') AS "tags"
FROM "Paper" p LEFT JOIN "Organization" o ON o."id" = p."organizationId";

CREATE TRIGGER "SearchDocument_insert" AFTER INSERT ON "SearchDocument" BEGIN
    INSERT INTO "SearchIndex" (rowid, "title", "authors", "abstract", "keywords", "organization", "tags")
    SELECT NEW."number", "title", "authors", "abstract", "keywords", "organization", "tags"
    FROM "SearchText" WHERE "paperId" = NEW."paperId";
END;

CREATE TRIGGER "SearchDocument_delete" AFTER DELETE ON "SearchDocument" BEGIN
    DELETE FROM "SearchIndex" WHERE rowid = OLD."number";
END;

CREATE TRIGGER "Paper_search_insert" AFTER INSERT ON "Paper" BEGIN
    INSERT INTO "SearchDocument" ("number", "paperId", "upvotes", "score", "category", "organizationId")
    SELECT (
        SELECT "free" FROM (
            SELECT unixepoch(NEW."publishedAt") AS "free"
            UNION ALL
            SELECT "number" + 1 FROM "SearchDocument" WHERE "number" >= unixepoch(NEW."publishedAt")
        ) WHERE "free" NOT IN (SELECT "number" FROM "SearchDocument") LIMIT 1
    ), NEW."id", NEW."upvotes", NEW."score", COALESCE(NEW."categories" ->> 0, ''), NEW."organizationId";
END;

CREATE TRIGGER "Paper_search_delete" AFTER DELETE ON "Paper" BEGIN
    DELETE FROM "SearchDocument" WHERE "paperId" = OLD."id";
END;

-- A vote writes two numbers and leaves the index alone.
CREATE TRIGGER "Paper_search_vote" AFTER UPDATE OF "upvotes", "score" ON "Paper"
WHEN NEW."upvotes" IS NOT OLD."upvotes" OR NEW."score" IS NOT OLD."score" BEGIN
    UPDATE "SearchDocument" SET "upvotes" = NEW."upvotes", "score" = NEW."score" WHERE "paperId" = NEW."id";
END;

CREATE TRIGGER "Paper_search_update" AFTER UPDATE OF "title", "summary", "authorNames", "keywords", "categories", "githubRepo", "organizationId", "publishedAt" ON "Paper"
WHEN NEW."title" IS NOT OLD."title" OR NEW."summary" IS NOT OLD."summary" OR NEW."authorNames" IS NOT OLD."authorNames" OR NEW."keywords" IS NOT OLD."keywords" OR NEW."categories" IS NOT OLD."categories" OR NEW."githubRepo" IS NOT OLD."githubRepo" OR NEW."organizationId" IS NOT OLD."organizationId" OR NEW."publishedAt" IS NOT OLD."publishedAt" BEGIN
    DELETE FROM "SearchDocument" WHERE "paperId" = NEW."id";
    INSERT INTO "SearchDocument" ("number", "paperId", "upvotes", "score", "category", "organizationId")
    SELECT (
        SELECT "free" FROM (
            SELECT unixepoch(NEW."publishedAt") AS "free"
            UNION ALL
            SELECT "number" + 1 FROM "SearchDocument" WHERE "number" >= unixepoch(NEW."publishedAt")
        ) WHERE "free" NOT IN (SELECT "number" FROM "SearchDocument") LIMIT 1
    ), NEW."id", NEW."upvotes", NEW."score", COALESCE(NEW."categories" ->> 0, ''), NEW."organizationId";
END;

CREATE TRIGGER "Organization_search_update" AFTER UPDATE OF "name", "fullname" ON "Organization"
WHEN NEW."name" IS NOT OLD."name" OR NEW."fullname" IS NOT OLD."fullname" BEGIN
    DELETE FROM "SearchIndex" WHERE rowid IN (
        SELECT d."number" FROM "Paper" p JOIN "SearchDocument" d ON d."paperId" = p."id" WHERE p."organizationId" = NEW."id"
    );
    INSERT INTO "SearchIndex" (rowid, "title", "authors", "abstract", "keywords", "organization", "tags")
    SELECT d."number", t."title", t."authors", t."abstract", t."keywords", t."organization", t."tags"
    FROM "Paper" p JOIN "SearchDocument" d ON d."paperId" = p."id" JOIN "SearchText" t ON t."paperId" = p."id"
    WHERE p."organizationId" = NEW."id";
END;

-- The papers that stand here already, numbered as the trigger would: of the same second in the order
-- of their ids, each at least one after the one before it.
INSERT INTO "SearchDocument" ("number", "paperId", "upvotes", "score", "category", "organizationId")
SELECT max("at" - "place") OVER (ORDER BY "place") + "place", "id", "upvotes", "score", "category", "organizationId"
FROM (
    SELECT unixepoch("publishedAt") AS "at", row_number() OVER (ORDER BY unixepoch("publishedAt"), "id") AS "place",
        "id", "upvotes", "score", COALESCE("categories" ->> 0, '') AS "category", "organizationId"
    FROM "Paper"
);
