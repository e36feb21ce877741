import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import type { CallToolResult } from "@modelcontextprotocol/sdk/types.js";
import { z } from "zod";
import type { ApiEntry } from "@/features/feed/api/entry-schema";
import { MAX_QUERY_LENGTH, parseDailyQuery } from "@/features/feed/api/parameters";
import { listDailyRows } from "@/features/feed/api/queries-daily";
import { listEntries } from "@/features/feed/api/queries-entries";
import { listMarkdown, paperMarkdown } from "@/features/feed/markdown";
import { getPaper } from "@/features/papers/queries";
import { parsePaperId } from "@/features/papers/schema";
import { searchEntries } from "@/features/search/queries-entries";
import { AppError } from "@/lib/errors";

type Site = { siteUrl: string; siteName: string };

const READS = { readOnlyHint: true, idempotentHint: true, openWorldHint: false };

const limit = z.number().int().min(1).max(50).default(20).describe("So many papers at most");

const listInput = {
  date: z.string().optional().describe("A day, YYYY-MM-DD (UTC)"),
  week: z.string().optional().describe("An ISO week, YYYY-Www"),
  month: z.string().optional().describe("A month, YYYY-MM"),
  sort: z
    .enum(["publishedAt", "trending"])
    .optional()
    .describe("Left out: by upvotes within the period, or the newest days first"),
  page: z.number().int().min(0).max(1000).default(0).describe("The page, from 0"),
  limit,
};

const searchInput = {
  query: z.string().min(1).max(MAX_QUERY_LENGTH).describe("What to search for"),
  limit,
};

const readInput = {
  id: z.string().max(100).describe("An arXiv id like 2602.12675, or one that a list names"),
};

const textResult = (text: string): CallToolResult => ({ content: [{ type: "text", text }] });

/** What the agent asked wrongly it is told in words; it can ask again. */
async function toToolResult(tell: () => Promise<string>): Promise<CallToolResult> {
  try {
    return textResult(await tell());
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { ...textResult(error.message), isError: true };
  }
}

/** The site for agents: list, search and read, in Markdown. One server a request, without sessions. */
export function createMcpServer({ siteUrl, siteName }: Site, now: Date): McpServer {
  const server = new McpServer(
    { name: "daily-papers", title: siteName, version: "1.0.0" },
    {
      instructions: `${siteName}: a daily feed of research papers. List a day, week, month or what trends; search; read one by its id.`,
    },
  );
  const print = (entries: ApiEntry[]) => listMarkdown(entries, siteUrl);

  server.registerTool(
    "list_papers",
    {
      title: "List papers",
      description:
        "Lists the papers of a day, a week or a month (one of them), what trends, or the newest.",
      inputSchema: listInput,
      annotations: READS,
    },
    ({ date, week, month, sort, page, limit }) =>
      toToolResult(async () => {
        const named = Object.entries({ date, week, month, sort, p: page, limit });
        const given = named.flatMap(([name, value]) =>
          value === undefined ? [] : [[name, String(value)]],
        );
        const query = parseDailyQuery(new URLSearchParams(given));
        return print(await listEntries(await listDailyRows(query)));
      }),
  );

  server.registerTool(
    "search_papers",
    {
      title: "Search papers",
      description: "Searches titles, authors, abstracts and keywords of all papers.",
      inputSchema: searchInput,
      annotations: READS,
    },
    ({ query, limit }) => toToolResult(async () => print(await searchEntries(query, limit, now))),
  );

  server.registerTool(
    "read_paper",
    {
      title: "Read a paper",
      description: "Title, authors, dates, links, abstract and comments of one paper, in Markdown.",
      inputSchema: readInput,
      annotations: READS,
    },
    ({ id }) =>
      toToolResult(async () => {
        const known = parsePaperId(id);
        if (!known) throw new AppError("not_found", `${id} is no paper's id.`);
        return paperMarkdown(await getPaper(known), siteUrl);
      }),
  );

  return server;
}
