import { expect, test } from "vitest";
import { addSignedNotice, verifyNotice } from "./signed-notice";

const SECRET = "one secret of the site";
const getNotice = (address: string) =>
  new URL(address, "https://x.example").searchParams.get("notice");

test.each(["It went out.", 'Quotes " & <b>signs</b>', "Grüße 漢字 🧪"])(
  "the page gets the notice that was added to its address: %s",
  (text) => {
    const address = addSignedNotice("/admin/digest?state=stopped", text, SECRET);
    expect(address).toMatch(/^\/admin\/digest\?state=stopped&notice=[\w.-]+$/);
    expect(verifyNotice(getNotice(address), SECRET)).toBe(text);
  },
);

test("a notice that this site didn't sign is ignored", () => {
  const ours = getNotice(addSignedNotice("/", "It went out.", SECRET)) ?? "";
  const [body, signature] = ours.split(".");
  const forged = Buffer.from("Send your password").toString("base64url");
  for (const notice of [
    `${forged}.${signature}`,
    getNotice(addSignedNotice("/", "It went out.", "another secret")),
    ...[`${body}.`, `${body}`, "", ".", "junk", undefined, [ours, ours]],
  ]) {
    expect(verifyNotice(notice, SECRET)).toBeNull();
  }
});

test("a notice that was signed before this version stays valid", () => {
  const notice = "SXQgd2VudCBvdXQu.a4DpUdRODZvMdVM2mcxWrbXxsaB3gXw0pzE73wN2Y6w";
  const secret = "a secret of more than thirty-two characters";
  expect(verifyNotice(notice, secret)).toBe("It went out.");
});
