import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import type { CallToolResult } from "@modelcontextprotocol/sdk/types.js";
import { z } from "zod";
import type { ApiEntry } from "@/features/feed/api/entry-schema";
import { MAX_QUERY_LENGTH, parseDailyQuery } from "@/features/feed/api/parameters";
import type { ApiSite } from "@/features/feed/api/placeholders";
import { listDailyRows } from "@/features/feed/api/queries-daily";
import { listEntries } from "@/features/feed/api/queries-entries";
import { formatListMarkdown, formatPaperMarkdown } from "@/features/feed/markdown";
import { getPaper } from "@/features/papers/queries";
import { parsePaperId } from "@/features/papers/schema";
import { searchEntries } from "@/features/search/queries-entries";
import { AppError } from "@/lib/errors";

const READ_ONLY = { readOnlyHint: true, idempotentHint: true, openWorldHint: false };

const limit = z.number().int().min(1).max(50).default(20).describe("Maximum number of papers");

const listInput = {
  date: z.string().optional().describe("A day, YYYY-MM-DD (UTC)"),
  week: z.string().optional().describe("An ISO week, YYYY-Www"),
  month: z.string().optional().describe("A month, YYYY-MM"),
  sort: z
    .enum(["publishedAt", "trending"])
    .optional()
    .describe("Default: by upvotes within a day, week or month, else the newest days first"),
  page: z.number().int().min(0).max(1000).default(0).describe("The page, counted from 0"),
  limit,
};

const searchInput = {
  query: z.string().min(1).max(MAX_QUERY_LENGTH).describe("The search query"),
  limit,
};

const readInput = {
  id: z.string().max(100).describe("An arXiv id such as 2602.12675, or an id from a list"),
};

const textResult = (text: string): CallToolResult => ({ content: [{ type: "text", text }] });

/** Runs a tool. An AppError becomes a result that the agent can read, so that it can try again. */
async function toToolResult(run: () => Promise<string>): Promise<CallToolResult> {
  try {
    return textResult(await run());
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { ...textResult(error.message), isError: true };
  }
}

/**
 * Creates the MCP server through which agents list, search and read papers as Markdown. Without
 * sessions, each request needs a server of its own.
 */
export function createMcpServer({ siteUrl, siteName }: ApiSite): McpServer {
  const server = new McpServer(
    { name: "daily-papers", title: siteName, version: "1.0.0" },
    {
      instructions: `${siteName} is a daily feed of research papers. List the papers of a day, a week or a month, or the trending ones; search all papers; read one by its id.`,
    },
  );
  const toMarkdown = (entries: ApiEntry[]) => formatListMarkdown(entries, siteUrl);

  server.registerTool(
    "list_papers",
    {
      title: "List papers",
      description:
        "Lists the papers of one day, week or month, the trending papers, or the newest ones.",
      inputSchema: listInput,
      annotations: READ_ONLY,
    },
    ({ page, ...input }) =>
      toToolResult(async () => {
        const query = parseDailyQuery(toSearchParams({ ...input, p: page }));
        return toMarkdown(await listEntries(await listDailyRows(query)));
      }),
  );

  server.registerTool(
    "search_papers",
    {
      title: "Search papers",
      description: "Searches the titles, authors, abstracts and keywords of all papers.",
      inputSchema: searchInput,
      annotations: READ_ONLY,
    },
    ({ query, limit }) => toToolResult(async () => toMarkdown(await searchEntries(query, limit))),
  );

  server.registerTool(
    "read_paper",
    {
      title: "Read a paper",
      description:
        "Returns title, authors, dates, links, abstract and comments of one paper as Markdown.",
      inputSchema: readInput,
      annotations: READ_ONLY,
    },
    ({ id }) =>
      toToolResult(async () => {
        const paperId = parsePaperId(id);
        if (!paperId) throw new AppError("not_found", `${id} is not the id of a paper.`);
        return formatPaperMarkdown(await getPaper(paperId), siteUrl);
      }),
  );

  return server;
}

/** Formats the input of a tool as the parameters of the read API, which check it. */
function toSearchParams(input: Record<string, string | number | undefined>): URLSearchParams {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(input)) {
    if (value !== undefined) parameters.set(name, String(value));
  }
  return parameters;
}
