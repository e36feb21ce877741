-- SQLite 3.40, which Debian 12 ships, could not open the database: `group_concat(… ORDER BY …)` needs
-- 3.44. The view now orders the characters in a subquery. Its text stays the same.
DROP VIEW "SearchText";

CREATE VIEW "SearchText" AS
SELECT
    p."id" AS "paperId",
    CASE WHEN p."title" GLOB '*[฀-๿぀-ヿ㐀-䶿一-鿿가-힯豈-﫿]*' THEN (
        SELECT group_concat(CASE WHEN substr(p."title", "n", 1) NOT GLOB '[฀-๿぀-ヿ㐀-䶿一-鿿가-힯豈-﫿]' THEN substr(p."title", "n", 1)
            WHEN substr(p."title", "n" + 1, 1) GLOB '[฀-๿぀-ヿ㐀-䶿一-鿿가-힯豈-﫿]' THEN ' ' || substr(p."title", "n", 2) || ' '
            ELSE ' ' || substr(p."title", "n", 1) || ' ' END, '')
        FROM (SELECT "n" FROM "SearchPosition" WHERE "n" <= length(p."title") ORDER BY "n")
    ) || substr(p."title", 4001) ELSE p."title" END AS "title",
    CASE WHEN p."authorNames" GLOB '*[฀-๿぀-ヿ㐀-䶿一-鿿가-힯豈-﫿]*' THEN (
        SELECT group_concat(CASE WHEN substr(p."authorNames", "n", 1) NOT GLOB '[฀-๿぀-ヿ㐀-䶿一-鿿가-힯豈-﫿]' THEN substr(p."authorNames", "n", 1)
            WHEN substr(p."authorNames", "n" + 1, 1) GLOB '[฀-๿぀-ヿ㐀-䶿一-鿿가-힯豈-﫿]' THEN ' ' || substr(p."authorNames", "n", 2) || ' '
            ELSE ' ' || substr(p."authorNames", "n", 1) || ' ' END, '')
        FROM (SELECT "n" FROM "SearchPosition" WHERE "n" <= length(p."authorNames") ORDER BY "n")
    ) || substr(p."authorNames", 4001) ELSE p."authorNames" END AS "authors",
    CASE WHEN p."summary" GLOB '*[฀-๿぀-ヿ㐀-䶿一-鿿가-힯豈-﫿]*' THEN (
        SELECT group_concat(CASE WHEN substr(p."summary", "n", 1) NOT GLOB '[฀-๿぀-ヿ㐀-䶿一-鿿가-힯豈-﫿]' THEN substr(p."summary", "n", 1)
            WHEN substr(p."summary", "n" + 1, 1) GLOB '[฀-๿぀-ヿ㐀-䶿一-鿿가-힯豈-﫿]' THEN ' ' || substr(p."summary", "n", 2) || ' '
            ELSE ' ' || substr(p."summary", "n", 1) || ' ' END, '')
        FROM (SELECT "n" FROM "SearchPosition" WHERE "n" <= length(p."summary") ORDER BY "n")
    ) || substr(p."summary", 4001) ELSE p."summary" END AS "abstract",
    (SELECT COALESCE(group_concat(value, ' . '), '') FROM json_each(p."keywords")) AS "keywords",
    COALESCE(o."name" || ' . ' || o."fullname", '') AS "organization",
    char(57344) || 'all' || CASE WHEN p."githubRepo" IS NULL THEN '' ELSE ' ' || char(57344) || 'hascode' END || COALESCE((
        SELECT group_concat(' ' || char(57344) || 'cat' || replace(replace(lower(value), '.', ''), '-', '') ||
            CASE WHEN value LIKE '%.%' THEN ' ' || char(57344) || 'cat' || replace(lower(substr(value, 1, instr(value, '.') - 1)), '-', '') ELSE '' END, '')
        FROM json_each(p."categories")
    ), '') AS "tags"
FROM "Paper" p LEFT JOIN "Organization" o ON o."id" = p."organizationId";
