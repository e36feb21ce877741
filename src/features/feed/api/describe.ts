import type { oas31 } from "zod-openapi";

type Schema = oas31.SchemaObject | oas31.ReferenceObject;

export const parseReferenceName = (reference: string): string => reference.replace(/^.*\//, "");

/** A maximum above this one only states that the number is a safe integer. */
const MAX_SHOWN_MAXIMUM = 1e9;

function describeRange({ minimum, maximum }: oas31.SchemaObject): string {
  if (minimum === undefined) return "";
  return maximum === undefined || maximum > MAX_SHOWN_MAXIMUM
    ? ` from ${minimum}`
    : ` ${minimum}–${maximum}`;
}

/** Describes a schema in a few words: `integer 1–100, default 50`, `array of Entry`. */
export function describeSchema(schema: Schema | undefined): string {
  if (!schema) return "";
  if ("$ref" in schema) return parseReferenceName(String(schema.$ref));
  if (schema.enum) return schema.enum.join(" or ");
  if (schema.const !== undefined) return String(schema.const);
  if (schema.anyOf) return schema.anyOf.map(describeSchema).join(" or ");
  if (schema.type === "array") return `array of ${describeSchema(schema.items) || "anything"}`;
  const type = schema.format === "date-time" ? "date-time" : String(schema.type ?? "anything");
  const length = schema.maxLength ? `, at most ${schema.maxLength} characters` : "";
  const hasDefault = schema.default !== undefined && schema.default !== "";
  return `${type}${describeRange(schema)}${length}${hasDefault ? `, default ${schema.default}` : ""}`;
}

function getExample({ example, schema }: oas31.ParameterObject): string {
  if (example !== undefined) return String(example);
  return schema && !("$ref" in schema) ? String(schema.example ?? schema.enum?.[0] ?? "") : "";
}

/** Builds a command line with an example request of an operation. */
export function buildCurl(
  siteUrl: string,
  path: string,
  method: string,
  parameters: oas31.ParameterObject[],
): string {
  const examplePath = parameters
    .filter((parameter) => parameter.in === "path")
    .reduce((text, parameter) => text.replace(`{${parameter.name}}`, getExample(parameter)), path);
  const shown = parameters.find((parameter) => parameter.in === "query" && parameter.example);
  const query = shown ? `?${shown.name}=${getExample(shown)}` : "";
  if (method === "get") return `curl '${siteUrl}${examplePath}${query}'`;
  const token = path === "/api/ingest" ? ' -H "Authorization: Bearer $INGEST_TOKEN"' : "";
  return `curl -X POST${token} -H 'Content-Type: application/json' --data-binary @FILE '${siteUrl}${examplePath}'`;
}
