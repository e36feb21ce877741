-- A vector of a text that is no longer there is none: the next run makes another
CREATE TRIGGER "Paper_embedding_stale" AFTER UPDATE OF "title", "summary" ON "Paper"
WHEN OLD."title" <> NEW."title" OR OLD."summary" <> NEW."summary"
BEGIN
    DELETE FROM "Embedding" WHERE "paperId" = NEW."id";
END;
