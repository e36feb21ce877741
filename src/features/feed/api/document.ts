import { z } from "zod";
import { createDocument, type ZodOpenApiOperationObject } from "zod-openapi";
import { sitePapers } from "@/features/ingest/sources/site-papers";
import { toPaperDetail } from "./entry";
import { entriesSchema, errorSchema, paperDetailSchema, papersSchema } from "./entry-schema";
import { EXAMPLE } from "./example";
import { dailyParameters, paperParameters, papersParameters, searchParameters } from "./parameters";

type Settings = { siteUrl: string; siteName: string; apiLimit: number };

const ERRORS = {
  400: "A parameter is malformed or impossible",
  401: "The bearer token is missing or another",
  404: "There is no such paper",
  413: "The body is larger than 32 MiB",
  415: "None of the types that are taken",
  422: "Readable, but none of the forms that are taken",
  429: "Too many requests: Retry-After says in how many seconds to come back",
  503: "The site has no INGEST_TOKEN",
} as const;

const failures = (...statuses: (keyof typeof ERRORS)[]) =>
  Object.fromEntries(
    statuses.map((status) => [
      status,
      {
        description: ERRORS[status],
        content: { "application/json": { schema: errorSchema } },
      },
    ]),
  );

const LIMITS = {
  ETag: z.string().meta({ description: "Send it as If-None-Match; 304 where nothing changed" }),
  RateLimit: z.string().meta({ description: "What is left", example: '"api";r=499;t=300' }),
  "RateLimit-Policy": z
    .string()
    .meta({ description: "The limit", example: '"fixed window";"api";q=500;w=300' }),
};

type Told = { headers?: z.ZodRawShape; example?: unknown };

const jsonResponse = (description: string, schema: z.ZodType, { headers, example }: Told = {}) => ({
  description,
  headers: z.object({ ...LIMITS, ...headers }),
  content: { "application/json": { schema, ...(example !== undefined && { example }) } },
});

/** The answer of a write, which no limit of reads counts. */
const writeResponse = (description: string, schema: z.ZodType) => ({
  description,
  content: { "application/json": { schema } },
});

const fileResponse = (description: string, ...types: string[]) => ({
  description,
  content: Object.fromEntries(types.map((type) => [type, { schema: z.string() }])),
});

const id = z.object({
  id: z.string().meta({
    description:
      "An arXiv id, with or without its version; an old one with its slash as it is; or name:key",
    example: "2602.12675",
  }),
});

/** What a feed or an export is of: the same names as a page's address has. */
const view = z.object({
  date: z.string().optional().meta({ description: "YYYY-MM-DD", example: "2026-02-19" }),
  week: z.string().optional().meta({ description: "YYYY-Www" }),
  month: z.string().optional().meta({ description: "YYYY-MM" }),
  sort: z.literal("trending").optional().meta({ description: "The trending papers" }),
  q: z.string().optional().meta({ description: "A search" }),
  author: z.string().optional().meta({ description: "An author's papers" }),
  organization: z.string().optional().meta({ description: "An organisation's papers" }),
  category: z.string().optional().meta({ description: "An arXiv category's papers" }),
  submitter: z.string().optional().meta({ description: "What somebody submitted" }),
});

const reads: Record<string, ZodOpenApiOperationObject> = {
  "/api/daily_papers": {
    operationId: "listDailyPapers",
    summary: "The papers of a day, a week, a month, or the newest",
    description:
      "One of date, week and month, or none. An empty array past the last page, at weekends and on other days without papers.",
    requestParams: { query: dailyParameters },
    responses: {
      200: jsonResponse("The entries, in order", entriesSchema, { example: [EXAMPLE] }),
      ...failures(400, 429),
    },
  },
  "/api/papers/search": {
    operationId: "searchPapers",
    summary: "Search all papers",
    requestParams: { query: searchParameters },
    responses: {
      200: jsonResponse("The best matches first", entriesSchema),
      ...failures(400, 429),
    },
  },
  "/api/papers": {
    operationId: "listPapers",
    summary: "All papers, newest publication first",
    requestParams: { query: papersParameters },
    responses: {
      200: jsonResponse("A page of papers", papersSchema, {
        headers: {
          Link: z.string().optional().meta({ description: 'The next page: <address>; rel="next"' }),
        },
        example: [EXAMPLE.paper],
      }),
      ...failures(400, 429),
    },
  },
  "/api/papers/{id}": {
    operationId: "getPaper",
    summary: "One paper",
    requestParams: { path: id, query: paperParameters },
    responses: {
      200: jsonResponse("The paper", paperDetailSchema, {
        example: toPaperDetail(EXAMPLE.paper, { comments: false }),
      }),
      ...failures(400, 404, 429),
    },
  },
  "/papers/{id}.md": {
    operationId: "readPaper",
    summary: "One paper in Markdown",
    description: "The paper's own address answers the same to “Accept: text/markdown”.",
    requestParams: { path: id },
    responses: {
      200: fileResponse("Title, authors, dates, links, abstract, comments", "text/markdown"),
      ...failures(404, 429),
    },
  },
  "/feed/{format}": {
    operationId: "getFeed",
    summary: "A feed of the newest papers, or of any list",
    requestParams: {
      path: z.object({ format: z.enum(["rss", "atom", "json"]) }),
      query: view,
    },
    responses: {
      200: fileResponse(
        "The feed",
        "application/rss+xml",
        "application/atom+xml",
        "application/feed+json",
      ),
    },
  },
  "/export/{format}": {
    operationId: "getExport",
    summary: "A paper, or any list, for reference managers and tables",
    requestParams: {
      path: z.object({ format: z.enum(["bibtex", "ris", "csl", "csv"]) }),
      query: view.extend({ paper: z.string().optional().meta({ description: "One paper's id" }) }),
    },
    responses: { 200: fileResponse("The file", "application/x-bibtex", "text/csv") },
  },
};

const ingestParameters = z.object({
  date: z.string().optional().meta({
    description: "The listing day, YYYY-MM-DD, of entries that don’t tell their own",
  }),
  list: z.enum(["1"]).optional().meta({
    description: "arXiv’s papers stand on the day they were announced, not only in the archive",
  }),
});

const ingest: ZodOpenApiOperationObject = {
  operationId: "ingest",
  summary: "Bring in papers",
  description:
    "An array of entries as /api/daily_papers answers it, an object of papers that are not on arXiv, or what arXiv’s API, feeds and OAI-PMH answer, told apart by Content-Type. Idempotent; one bad entry never stops the rest.",
  security: [{ token: [] }],
  requestParams: { query: ingestParameters },
  requestBody: {
    content: {
      "application/json": { schema: z.union([z.array(z.looseObject({})), sitePapers]) },
      "application/atom+xml": { schema: z.string() },
      "application/rss+xml": { schema: z.string() },
      "application/xml": { schema: z.string() },
    },
  },
  responses: {
    200: writeResponse(
      "What became of the entries",
      z.looseObject({
        created: z.number().int(),
        updated: z.number().int(),
        unchanged: z.number().int(),
        rejected: z.array(
          z.object({ index: z.number().int(), id: z.string().nullable(), reason: z.string() }),
        ),
        resumptionToken: z.string().optional().meta({
          description: "Of an OAI-PMH list that goes on: by it the next part is asked for",
        }),
      }),
    ),
    ...failures(400, 401, 413, 415, 422, 503),
  },
};

const mcp: ZodOpenApiOperationObject = {
  operationId: "mcp",
  summary: "The same for agents: a Model Context Protocol server",
  description:
    "Streamable HTTP without sessions; the tools are list_papers, search_papers and read_paper. Requests that another site's page sends are refused, as the protocol asks.",
  requestBody: {
    content: { "application/json": { schema: z.looseObject({ jsonrpc: z.literal("2.0") }) } },
  },
  responses: { 200: jsonResponse("A JSON-RPC answer", z.looseObject({})), ...failures(429) },
};

/** The OpenAPI document, made from the schemas that requests are read and answers are tested by. */
export function buildApiDocument({ siteUrl, siteName, apiLimit }: Settings) {
  return createDocument({
    openapi: "3.1.0",
    info: {
      title: `${siteName}: read API`,
      version: "1.0.0",
      description: `Compatible with Hugging Face’s paper endpoints: HF_ENDPOINT=${siteUrl} makes huggingface_hub and “hf papers” read this site. Reads need no login and are open to pages of other sites. A client has ${apiLimit} requests within five minutes; each answer tells what is left in RateLimit.`,
    },
    servers: [{ url: siteUrl }],
    paths: {
      ...Object.fromEntries(Object.entries(reads).map(([path, get]) => [path, { get }])),
      "/api/ingest": { post: ingest },
      "/api/mcp": { post: mcp },
    },
    components: {
      securitySchemes: {
        token: { type: "http", scheme: "bearer", description: "INGEST_TOKEN of the site's .env" },
      },
    },
  });
}
