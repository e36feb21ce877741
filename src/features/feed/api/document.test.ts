import { expect, test } from "vitest";
import { env } from "@/env";
import { buildCurl, describeSchema } from "./describe";
import { buildApiDocument } from "./document";
import { entrySchema } from "./entry-schema";
import { EXAMPLE } from "./example";

const document = () => JSON.parse(JSON.stringify(buildApiDocument(env())));

test("the document describes every read with its parameters, responses and errors", () => {
  const { openapi, paths, components } = document();
  expect(openapi).toBe("3.1.0");
  const read = (path: string) => paths[path].get;
  const names = (path: string) => read(path).parameters.map(({ name }: { name: string }) => name);
  expect(names("/api/daily_papers")).toEqual([
    "p",
    "limit",
    "date",
    "week",
    "month",
    "submitter",
    "sort",
  ]);
  expect(names("/api/papers/search")).toEqual(["q", "limit"]);
  expect(names("/api/papers")).toEqual(["cursor", "limit"]);
  expect(names("/api/papers/{id}")).toEqual(["id", "field"]);
  expect(Object.keys(read("/api/papers/{id}").responses)).toEqual(["200", "400", "404", "429"]);
  const [, limit] = read("/api/daily_papers").parameters;
  expect(limit.schema).toEqual({
    type: "integer",
    minimum: 1,
    maximum: 100,
    default: 50,
    description: "The number of papers per page",
  });
  for (const path of ["/papers/{id}.md", "/feed/{format}", "/export/{format}"]) read(path);
  expect(paths["/api/ingest"].post.security).toEqual([{ token: [] }]);
  expect(components.schemas.Entry.required).toEqual(
    expect.arrayContaining([
      "paper",
      "title",
      "publishedAt",
      "summary",
      "thumbnail",
      "numComments",
      "submittedBy",
    ]),
  );
});

test("every reference has its schema", () => {
  const { components } = document();
  const text = JSON.stringify(document());
  const references = [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name);
  expect(references.length).toBeGreaterThan(10);
  for (const name of references) expect(components.schemas).toHaveProperty(String(name));
});

test("the example matches the schema", () => {
  expect(entrySchema.parse(EXAMPLE)).toEqual(EXAMPLE);
});

test("schemas and requests are described in words", () => {
  expect(describeSchema({ type: "integer", minimum: 1, maximum: 100, default: 50 })).toBe(
    "integer 1–100, default 50",
  );
  expect(describeSchema({ type: "array", items: { $ref: "#/components/schemas/Entry" } })).toBe(
    "array of Entry",
  );
  expect(describeSchema({ enum: ["publishedAt", "trending"] })).toBe("publishedAt or trending");
  const id = { name: "id", in: "path" as const, schema: { type: "string" as const, example: "7" } };
  expect(buildCurl("https://x.example", "/api/papers/{id}", "get", [id])).toBe(
    "curl 'https://x.example/api/papers/7'",
  );
});
