import fc from "fast-check";
import { expect, test } from "vitest";
import { AppError } from "@/lib/errors";
import { renderProblemPage } from "./problem-page";

const tags = (html: string) => html.match(/<[^>]*>/g) ?? [];

test("a problem's page has the status, the sentence and a link back, and isn't cached", async () => {
  const answer = renderProblemPage(new AppError("too_many_requests", "Wait a minute.", 60));
  expect(answer.status).toBe(429);
  expect(answer.headers.get("content-type")).toBe("text/html; charset=utf-8");
  expect(answer.headers.get("retry-after")).toBe("60");
  expect(answer.headers.get("cache-control")).toBe("no-store");
  const html = await answer.text();
  expect(html).toContain("<p>Wait a minute.</p>");
  expect(html).toContain('<a href="/papers">');
});

test("no sentence adds a tag to the page", async () => {
  const expected = tags(await renderProblemPage(new AppError("bad_request", "plain")).text());
  const hostile = fc.constantFrom("<script>alert(1)</script>", "</p>", "<", ">", '"', "'", "&lt;");
  const sentence = fc
    .array(fc.oneof(fc.string({ unit: "binary" }), hostile))
    .map((pieces) => pieces.join(""));
  await fc.assert(
    fc.asyncProperty(sentence, async (text) => {
      const html = await renderProblemPage(new AppError("bad_request", text)).text();
      expect(tags(html)).toEqual(expected);
    }),
  );
});

test("escaped text is displayed as it was written", async () => {
  const html = await renderProblemPage(new AppError("bad_request", `<b> & "x" 'y' &amp;`)).text();
  expect(html).toContain("<p>&lt;b&gt; &amp; &quot;x&quot; &#39;y&#39; &amp;amp;</p>");
});
