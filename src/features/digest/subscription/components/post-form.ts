/** A route's answer to a form: the next page, or an error. */
type FormAnswer = { ok: true; page: string } | { ok: false; error: string };

const readText = (body: unknown, name: "page" | "error"): string => {
  const values: Partial<Record<string, unknown>> = Object(body);
  return String(values[name] ?? "");
};

/** Sends a form from a script and returns its route's JSON answer. @throws TypeError if offline */
export async function postForm(form: HTMLFormElement): Promise<FormAnswer> {
  const fields = [...new FormData(form)].map(([name, value]) => [name, String(value)]);
  const response = await fetch(form.action, {
    method: "POST",
    headers: { Accept: "application/json" },
    body: new URLSearchParams(fields),
  });
  const body: unknown = await response.json();
  return response.ok
    ? { ok: true, page: readText(body, "page") }
    : { ok: false, error: readText(body, "error") };
}

export const OFFLINE_ERROR = "Couldn’t reach the site. Please try again.";
