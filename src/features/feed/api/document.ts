import { z } from "zod";
import { createDocument, type ZodOpenApiOperationObject } from "zod-openapi";
import { sitePapers } from "@/features/ingest/sources/site-papers";
import { viewParameters } from "../view";
import { toPaperDetail } from "./entry";
import { entriesSchema, errorSchema, paperDetailSchema, papersSchema } from "./entry-schema";
import { EXAMPLE } from "./example";
import { dailyParameters, paperParameters, papersParameters, searchParameters } from "./parameters";

type Settings = { siteUrl: string; siteName: string; apiLimit: number };

const ERRORS = {
  400: "A parameter is malformed or names something that doesn't exist",
  401: "The bearer token is missing or wrong",
  404: "This site has no such paper",
  413: "The body is larger than 32 MiB",
  415: "The Content-Type is not supported",
  422: "The body is readable but has none of the supported formats",
  429: "Too many requests: try again after the seconds in Retry-After",
  503: "The site has no INGEST_TOKEN",
} as const;

const errorResponses = (...statuses: (keyof typeof ERRORS)[]) =>
  Object.fromEntries(
    statuses.map((status) => [
      status,
      {
        description: ERRORS[status],
        content: { "application/json": { schema: errorSchema } },
      },
    ]),
  );

/** Headers of every read. */
const READ_HEADERS = {
  ETag: z
    .string()
    .meta({ description: "Send it as If-None-Match to get 304 if nothing has changed" }),
  RateLimit: z
    .string()
    .meta({ description: "The requests that are left", example: '"api";r=499;t=300' }),
  "RateLimit-Policy": z
    .string()
    .meta({ description: "The limit", example: '"fixed window";"api";q=500;w=300' }),
};

type ResponseParts = { headers?: z.ZodRawShape; example?: unknown };

const readResponse = (
  description: string,
  schema: z.ZodType,
  { headers, example }: ResponseParts = {},
) => ({
  description,
  headers: z.object({ ...READ_HEADERS, ...headers }),
  content: { "application/json": { schema, ...(example !== undefined && { example }) } },
});

/** The response of a write, which doesn't count against the limit of reads. */
const writeResponse = (description: string, schema: z.ZodType) => ({
  description,
  content: { "application/json": { schema } },
});

const fileResponse = (description: string, ...types: string[]) => ({
  description,
  content: Object.fromEntries(types.map((type) => [type, { schema: z.string() }])),
});

const idParameter = z.object({
  id: z.string().meta({
    description:
      "An arXiv id with or without its version, an old one with its slash; or name:key for a paper that isn't on arXiv",
    example: "2602.12675",
  }),
});

const READS: Record<string, ZodOpenApiOperationObject> = {
  "/api/daily_papers": {
    operationId: "listDailyPapers",
    summary: "The papers of a day, a week or a month, or the newest papers",
    description:
      "Send at most one of date, week and month. The array is empty past the last page, and on weekends and other days without papers.",
    requestParams: { query: dailyParameters },
    responses: {
      200: readResponse("The entries, in order", entriesSchema, { example: [EXAMPLE] }),
      ...errorResponses(400, 429),
    },
  },
  "/api/papers/search": {
    operationId: "searchPapers",
    summary: "Search all papers",
    requestParams: { query: searchParameters },
    responses: {
      200: readResponse("The entries, the best matches first", entriesSchema),
      ...errorResponses(400, 429),
    },
  },
  "/api/papers": {
    operationId: "listPapers",
    summary: "All papers, the newest publication first",
    requestParams: { query: papersParameters },
    responses: {
      200: readResponse("One page of papers", papersSchema, {
        headers: {
          Link: z.string().optional().meta({ description: 'The next page: <address>; rel="next"' }),
        },
        example: [EXAMPLE.paper],
      }),
      ...errorResponses(400, 429),
    },
  },
  "/api/papers/{id}": {
    operationId: "getPaper",
    summary: "One paper",
    requestParams: { path: idParameter, query: paperParameters },
    responses: {
      200: readResponse("The paper", paperDetailSchema, {
        example: toPaperDetail(EXAMPLE.paper, { comments: false }),
      }),
      ...errorResponses(400, 404, 429),
    },
  },
  "/papers/{id}.md": {
    operationId: "readPaper",
    summary: "One paper as Markdown",
    description: "The address of the paper's page returns the same for “Accept: text/markdown”.",
    requestParams: { path: idParameter },
    responses: {
      200: fileResponse("Title, authors, dates, links, abstract and comments", "text/markdown"),
      ...errorResponses(404, 429),
    },
  },
  "/feed/{format}": {
    operationId: "getFeed",
    summary: "A feed of the newest papers, or of any list",
    description: "Send at most one parameter.",
    requestParams: {
      path: z.object({ format: z.enum(["rss", "atom", "json"]) }),
      query: viewParameters,
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
    summary: "A paper, or any list, for reference managers and spreadsheets",
    description: "Send at most one parameter.",
    requestParams: {
      path: z.object({ format: z.enum(["bibtex", "ris", "csl", "csv"]) }),
      query: viewParameters.extend({
        paper: z.string().optional().meta({ description: "The id of one paper" }),
      }),
    },
    responses: { 200: fileResponse("The file", "application/x-bibtex", "text/csv") },
  },
};

const ingestParameters = z.object({
  date: z.string().optional().meta({
    description: "The listing day, YYYY-MM-DD, of entries without a day of their own",
  }),
  list: z.enum(["1"]).optional().meta({
    description:
      "List arXiv’s papers on the day they were announced, instead of adding them to the archive only",
  }),
});

const INGEST: ZodOpenApiOperationObject = {
  operationId: "ingest",
  summary: "Add papers",
  description:
    "The body is an array of entries in the format of /api/daily_papers, an object of papers that are not on arXiv, or a response of arXiv’s API, feeds or OAI-PMH. Content-Type states whether it is XML or JSON. Sending the same body again changes nothing. A bad entry is rejected; the others are stored.",
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
      "The number of entries by result",
      z.looseObject({
        created: z.number().int(),
        updated: z.number().int(),
        unchanged: z.number().int(),
        rejected: z.array(
          z.object({ index: z.number().int(), id: z.string().nullable(), reason: z.string() }),
        ),
        resumptionToken: z.string().optional().meta({
          description: "The token for the next part of an OAI-PMH list; missing on the last part",
        }),
      }),
    ),
    ...errorResponses(400, 401, 413, 415, 422, 503),
  },
};

const MCP: ZodOpenApiOperationObject = {
  operationId: "mcp",
  summary: "A Model Context Protocol server for agents",
  description:
    "Streamable HTTP without sessions, with the tools list_papers, search_papers and read_paper. Requests from pages of other sites are refused, as the protocol requires.",
  requestBody: {
    content: { "application/json": { schema: z.looseObject({ jsonrpc: z.literal("2.0") }) } },
  },
  responses: {
    200: readResponse("A JSON-RPC response", z.looseObject({})),
    ...errorResponses(429),
  },
};

/** Builds the OpenAPI document from the schemas that parse requests and, in tests, check answers. */
export function buildApiDocument({ siteUrl, siteName, apiLimit }: Settings) {
  return createDocument({
    openapi: "3.1.0",
    info: {
      title: `${siteName}: read API`,
      version: "1.0.0",
      description: `Compatible with Hugging Face’s paper endpoints: with HF_ENDPOINT=${siteUrl}, huggingface_hub and “hf papers” read this site. Reads need no login and are open to pages of other sites. A client may send ${apiLimit} requests in five minutes; the RateLimit header shows how many are left.`,
    },
    servers: [{ url: siteUrl }],
    paths: {
      ...Object.fromEntries(Object.entries(READS).map(([path, get]) => [path, { get }])),
      "/api/ingest": { post: INGEST },
      "/api/mcp": { post: MCP },
    },
    components: {
      securitySchemes: {
        token: { type: "http", scheme: "bearer", description: "INGEST_TOKEN of the site's .env" },
      },
    },
  });
}
