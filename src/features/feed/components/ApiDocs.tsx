import type { oas31 } from "zod-openapi";
import { buildCurl, describeSchema, parseReferenceName } from "@/features/feed/api/describe";

type Schema = oas31.SchemaObject | oas31.ReferenceObject;

const cell = "border-line border-b py-2 pr-3 text-left align-top [overflow-wrap:anywhere]";
const code = "break-words font-mono text-sm";
const block = `${code} overflow-x-auto whitespace-pre rounded-lg bg-raised px-4 py-3`;

/** The OpenAPI document as a page. */
export function ApiDocs({ document }: { document: oas31.OpenAPIObject }) {
  const siteUrl = document.servers?.[0]?.url ?? "";
  const operations = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    (["get", "post"] as const).flatMap((method) => {
      const operation = item[method];
      return operation ? [{ path, method, operation }] : [];
    }),
  );
  return (
    <div className="max-w-3xl pt-10">
      <h1 className="font-semibold text-4xl tracking-tight">{document.info.title}</h1>
      <p className="mt-4 leading-relaxed">{document.info.description}</p>
      <p className="mt-4 leading-relaxed">
        Machine-readable:{" "}
        <a href="/api/openapi.json" className="text-accent underline">
          OpenAPI 3.1
        </a>
        .
      </p>
      <ul className="mt-6">
        {operations.map(({ path, method, operation }) => (
          <li key={method + path}>
            <a
              href={`#${operation.operationId}`}
              className={`${code} quiet-link inline-block py-1`}
            >
              {method.toUpperCase()} {path}
            </a>
          </li>
        ))}
      </ul>
      {operations.map(({ path, method, operation }) => (
        <Operation
          key={method + path}
          path={path}
          method={method}
          operation={operation}
          siteUrl={siteUrl}
        />
      ))}
      <h2 className="mt-14 font-semibold text-2xl">Response schemas</h2>
      {Object.entries(document.components?.schemas ?? {}).map(([name, schema]) => (
        <SchemaTable key={name} name={name} schema={schema} />
      ))}
    </div>
  );
}

type OperationProps = {
  path: string;
  method: "get" | "post";
  operation: oas31.OperationObject;
  siteUrl: string;
};

function Operation({ path, method, operation, siteUrl }: OperationProps) {
  const parameters = (operation.parameters ?? []).flatMap((one) => ("$ref" in one ? [] : [one]));
  return (
    <section id={operation.operationId} className="mt-12 border-line border-t pt-6">
      <h2 className={`${code} font-semibold`}>
        {method.toUpperCase()} {path}
      </h2>
      <p className="mt-2 font-semibold">{operation.summary}</p>
      {operation.description && <p className="mt-2 leading-relaxed">{operation.description}</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling element must be focusable */}
      <pre className={`${block} mt-4`} tabIndex={0}>
        {buildCurl(siteUrl, path, method, parameters)}
      </pre>
      {parameters.length > 0 && (
        <Table head={["Parameter", "Value", "Meaning"]}>
          {parameters.map(({ name, schema, description }) => (
            <tr key={name}>
              <td className={`${cell} ${code}`}>{name}</td>
              <td className={cell}>{describeSchema(schema)}</td>
              <td className={cell}>{description}</td>
            </tr>
          ))}
        </Table>
      )}
      <Responses responses={operation.responses ?? {}} />
    </section>
  );
}

function Responses({ responses }: { responses: oas31.ResponsesObject }) {
  const statuses: [string, oas31.ResponseObject][] = Object.entries(responses);
  return (
    <>
      <Table head={["Status", "Content", "Meaning"]}>
        {statuses.map(([status, { description, content = {} }]) => (
          <tr key={status}>
            <td className={`${cell} ${code}`}>{status}</td>
            <td className={cell}>
              {Object.entries(content).map(([type, { schema }]) => (
                <div key={type}>
                  {type === "application/json" ? <SchemaLink schema={schema} /> : type}
                </div>
              ))}
            </td>
            <td className={cell}>{description}</td>
          </tr>
        ))}
      </Table>
      {statuses.map(([status, { content }]) => {
        const example: unknown = content?.["application/json"]?.example;
        return example ? <Example key={status} value={example} /> : null;
      })}
    </>
  );
}

function Example({ value }: { value: unknown }) {
  return (
    <details className="mt-3">
      <summary className="py-2 text-soft hover:text-ink">Example</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling element must be focusable */}
      <pre className={block} tabIndex={0}>
        {JSON.stringify(value, null, 2)}
      </pre>
    </details>
  );
}

/** A schema in words, linked to the table of the schema that it references. */
function SchemaLink({ schema }: { schema?: Schema }) {
  const words = describeSchema(schema);
  const items = schema && !("$ref" in schema) && schema.type === "array" ? schema.items : schema;
  if (!items || !("$ref" in items)) return words;
  return (
    <a href={`#${parseReferenceName(String(items.$ref))}`} className="quiet-link">
      {words}
    </a>
  );
}

function SchemaTable({ name, schema }: { name: string; schema: Schema }) {
  if ("$ref" in schema) return null;
  const required = new Set(schema.required);
  return (
    <section id={name} className="mt-8">
      <h3 className="font-semibold text-lg">{name}</h3>
      {schema.description && <p className="mt-1">{schema.description}</p>}
      <Table head={["Field", "Value", "Meaning"]}>
        {Object.entries(schema.properties ?? {}).map(([field, one]) => (
          <tr key={field}>
            <td className={`${cell} ${code}`}>
              {field}
              {required.has(field) ? "" : "?"}
            </td>
            <td className={cell}>
              <SchemaLink schema={one} />
            </td>
            <td className={cell}>{one.description}</td>
          </tr>
        ))}
      </Table>
    </section>
  );
}

function Table({ head, children }: { head: string[]; children: React.ReactNode }) {
  return (
    <table className="mt-4 w-full table-fixed border-collapse text-sm">
      <thead>
        <tr>
          {head.map((name) => (
            <th key={name} scope="col" className={`${cell} font-medium text-soft`}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}
