import type { AppError } from "@/lib/errors";

const ESCAPES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Escapes a text for HTML, in attributes too. */
export const escapeHtml = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (character) => ESCAPES[character] ?? "");

/** Renders the page for a person whose form was refused: one sentence, and a link back. */
export function renderProblemPage(error: AppError): Response {
  const html = `<!doctype html>
<html lang="en">
<meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>That did not work</title>
<style>
:root{color-scheme:light dark;background:light-dark(#fbfaf7,#14161a);color:light-dark(#1c1e22,#ebe9e3)}
body{font:1.0625rem/1.6 system-ui,sans-serif;max-width:32rem;margin:15vh auto;padding:0 1.25rem}
h1{font:600 1.75rem/1.2 Georgia,serif}a{color:inherit}
</style>
<h1>That did not work</h1>
<p>${escapeHtml(error.message)}</p>
<p><a href="/papers">Today’s papers</a></p>
</html>`;
  return new Response(html, {
    status: error.status,
    headers: {
      ...error.headers,
      "Content-Type": "text/html; charset=utf-8",
      "Cache-Control": "no-store",
    },
  });
}
