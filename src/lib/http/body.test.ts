import { describe, expect, test } from "vitest";
import { z } from "zod";
import { AppError } from "@/lib/errors";
import { parseForm, readText } from "./handler";

const SITE = "https://papers.example.org";

function post(headers: Record<string, string> = {}, body?: BodyInit): Request {
  return new Request(`${SITE}/api/x`, { method: "POST", headers, body });
}

/** Reads all texts of a form, before any schema selects some. */
const readFields = (request: Request) => parseForm(request, z.record(z.string(), z.string()));

describe("a body", () => {
  /** Creates an endless body, and counts how much of it was read. */
  function createEndlessBody() {
    const seen = { pulls: 0, cancelled: false };
    const body = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          seen.pulls += 1;
          controller.enqueue(new Uint8Array(1024));
        },
        cancel() {
          seen.cancelled = true;
        },
      },
      { highWaterMark: 0 },
    );
    const request = (headers: Record<string, string>) =>
      new Request(`${SITE}/api/x`, { method: "POST", headers, body, ...{ duplex: "half" } });
    return { seen, request };
  }

  test("that is too large is read up to the limit and no further", async () => {
    const { seen, request } = createEndlessBody();
    await expect(readText(request({}), 10 * 1024)).rejects.toMatchObject({
      code: "too_large",
      status: 413,
    });
    expect(seen).toEqual({ pulls: 11, cancelled: true });
  });

  test("whose Content-Length is too large isn't read at all", async () => {
    const { seen, request } = createEndlessBody();
    const read = readText(request({ "content-length": "20000" }), 10 * 1024);
    await expect(read).rejects.toMatchObject({ code: "too_large" });
    expect(seen.pulls).toBe(0);
  });

  test.each(["1", "0", "-5", "no number"])(
    "whose Content-Length is %s is counted nevertheless",
    async (length) => {
      const { seen, request } = createEndlessBody();
      const read = readText(request({ "content-length": length }), 10 * 1024);
      await expect(read).rejects.toMatchObject({ code: "too_large" });
      expect(seen.pulls).toBe(11);
    },
  );

  test("of exactly the limit is read; one byte more is refused", async () => {
    expect(await readText(post({}, "a".repeat(100)), 100)).toHaveLength(100);
    await expect(readText(post({}, "a".repeat(101)), 100)).rejects.toThrow(AppError);
    // Bytes, not characters
    await expect(readText(post({}, "漢".repeat(34)), 100)).rejects.toThrow(AppError);
    expect(await readText(post(), 100)).toBe("");
  });

  test("whose chunks split a character is joined correctly", async () => {
    const bytes = Buffer.from("日本🧪");
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
        controller.close();
      },
    });
    const request = new Request(SITE, { method: "POST", body, ...{ duplex: "half" } });
    expect(await readText(request, 100)).toBe("日本🧪");
  });

  test("of a form or JSON has its texts as fields; other values are dropped", async () => {
    const form = post({}, new URLSearchParams({ email: "a+b@example.org", to: "/x?y=1&z" }));
    expect(await readFields(form)).toEqual({ email: "a+b@example.org", to: "/x?y=1&z" });
    const type = { "content-type": "application/json; charset=utf-8" };
    expect(await readFields(post(type, '{"email":"a","n":1,"o":{},"z":null}'))).toEqual({
      email: "a",
    });
    for (const body of ["null", "1", "[]", "true"]) {
      expect(await readFields(post(type, body))).toEqual({});
    }
    await expect(readFields(post(type, "{"))).rejects.toMatchObject({ code: "bad_request" });
    const polluting = await readFields(post(type, '{"__proto__":"x","constructor":"y"}'));
    expect(Object.getPrototypeOf(polluting)).toBe(Object.prototype);
    await expect(readFields(post({}, "a=".padEnd(17 * 1024, "x")))).rejects.toThrow(AppError);
  });
});
