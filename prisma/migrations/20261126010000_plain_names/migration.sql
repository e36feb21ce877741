-- Gives columns, and keys of stored JSON, the names that the field uses. No row and no value is lost.
ALTER TABLE "Paper" RENAME COLUMN "announcedBy" TO "announcementBasis";
ALTER TABLE "SourceRecord" RENAME COLUMN "saidHash" TO "entryHash";
ALTER TABLE "Listing" RENAME COLUMN "said" TO "rawEntry";
ALTER TABLE "Listing" RENAME COLUMN "saidHash" TO "rawEntryHash";
ALTER TABLE "DigestIssue" RENAME COLUMN "readers" TO "deliveryCount";
ALTER TABLE "DigestIssue" RENAME COLUMN "why" TO "emptyReason";
ALTER TABLE "DigestSelection" RENAME COLUMN "why" TO "reason";
ALTER TABLE "Delivery" RENAME COLUMN "doubts" TO "uncertainAttempts";
ALTER TABLE "Delivery" RENAME COLUMN "triedAt" TO "firstTriedAt";
ALTER TABLE "Delivery" RENAME COLUMN "story" TO "attemptLog";

-- Subscription.topics: `without` becomes `excluded`. The keys stay in alphabetical order: freezing an
-- issue groups subscriptions by this text, so the same topics must be the same text.
UPDATE "Subscription" SET "topics" = (
    SELECT json_group_object("name", json("list") ORDER BY "name") FROM (
        SELECT CASE "key" WHEN 'without' THEN 'excluded' ELSE "key" END AS "name",
            CASE WHEN "type" IN ('array', 'object') THEN "value" ELSE json_quote("value") END AS "list"
        FROM json_each("Subscription"."topics")
    )
)
WHERE CASE WHEN json_valid("topics") THEN json_type("topics", '$.without') IS NOT NULL END;

-- DigestSelection.papers: `because` of each paper becomes `matchReasons`.
UPDATE "DigestSelection" SET "papers" = (
    SELECT json_group_array(json(
        CASE WHEN "type" <> 'object' THEN CASE "type" WHEN 'array' THEN "value" ELSE json_quote("value") END
        WHEN json_type("value", '$.because') IS NULL THEN "value"
        ELSE json_set(
            json_remove("value", '$.because'),
            '$.matchReasons', json_extract("value", '$.because')
        ) END
    ) ORDER BY "key")
    FROM json_each("DigestSelection"."papers")
)
WHERE "papers" LIKE '%"because"%' AND json_valid("papers");
