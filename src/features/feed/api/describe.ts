import type { oas31 } from "zod-openapi";

type Schema = oas31.SchemaObject | oas31.ReferenceObject;

export const parseReferenceName = (reference: string): string => reference.replace(/^.*\//, "");

const range = ({ minimum, maximum }: oas31.SchemaObject): string => {
  if (minimum === undefined) return "";
  return maximum === undefined || maximum > 1e9 ? ` from ${minimum}` : ` ${minimum}–${maximum}`;
};

/** A schema in a few words: `integer 1–100, default 50`, `array of Entry`. */
export function describeSchema(schema: Schema | undefined): string {
  if (!schema) return "";
  if ("$ref" in schema) return parseReferenceName(String(schema.$ref));
  if (schema.enum) return schema.enum.join(" or ");
  if (schema.const !== undefined) return String(schema.const);
  if (schema.anyOf) return schema.anyOf.map(describeSchema).join(" or ");
  if (schema.type === "array") return `array of ${describeSchema(schema.items) || "anything"}`;
  const form = schema.format === "date-time" ? "date-time" : String(schema.type ?? "anything");
  const length = schema.maxLength ? `, at most ${schema.maxLength} characters` : "";
  const otherwise =
    schema.default === undefined || schema.default === "" ? "" : `, default ${schema.default}`;
  return `${form}${range(schema)}${length}${otherwise}`;
}

/** A request that shows an operation, as a person would type it. */
export function buildCurl(
  siteUrl: string,
  path: string,
  method: string,
  parameters: oas31.ParameterObject[],
): string {
  const example = ({ example, schema }: oas31.ParameterObject): string => {
    if (example !== undefined) return String(example);
    return schema && !("$ref" in schema) ? String(schema.example ?? schema.enum?.[0] ?? "") : "";
  };
  const filled = parameters
    .filter((parameter) => parameter.in === "path")
    .reduce((text, parameter) => text.replace(`{${parameter.name}}`, example(parameter)), path);
  const shown = parameters.find((parameter) => parameter.in === "query" && parameter.example);
  const query = shown ? `?${shown.name}=${example(shown)}` : "";
  if (method === "get") return `curl '${siteUrl}${filled}${query}'`;
  const token = path === "/api/ingest" ? ' -H "Authorization: Bearer $INGEST_TOKEN"' : "";
  return `curl -X POST${token} -H 'Content-Type: application/json' --data-binary @FILE '${siteUrl}${filled}'`;
}
