import { expect, test } from "vitest";
import { findEmailAddress, findMailbox, parseAddressList, toAsciiDomain } from "./email-address";

test.each([
  ["ada@example.org", "ada@example.org"],
  ["  Ada@Example.ORG \n", "ada@example.org"],
  ["info@пример.рф", "info@xn--e1afmkfd.xn--p1ai"],
  ["Info@ПРИМЕР.РФ", "info@xn--e1afmkfd.xn--p1ai"],
  ["info@xn--e1afmkfd.xn--p1ai", "info@xn--e1afmkfd.xn--p1ai"],
  ["info@XN--E1AFMKFD.XN--P1AI", "info@xn--e1afmkfd.xn--p1ai"],
  ["ada@bücher.example", "ada@xn--bcher-kva.example"],
  ["ada@bu\u0308cher.example", "ada@xn--bcher-kva.example"],
  ["ada@例え。テスト", "ada@xn--r8jz45g.xn--zckzah"],
  ["a&b/c!d#e=f@example.org", "a&b/c!d#e=f@example.org"],
  ["$%'*+-?^_`{|}~.@example.org", "$%'*+-?^_`{|}~.@example.org"],
  ["root@localhost", "root@localhost"],
  [`ada@${"a".repeat(63)}.org`, `ada@${"a".repeat(63)}.org`],
])("%j is the address %s", (text, address) => {
  expect(findEmailAddress(text)).toBe(address);
});

test.each([
  "",
  "@",
  "ada",
  "ada@",
  "@example.org",
  "ada@@example.org",
  "ada@eve@example.org",
  "ada@example.org.",
  "ada@.example.org",
  "ada@example..org",
  "ada@-example.org",
  "ada@example-.org",
  "ada@exam_ple.org",
  "ada@exam_plé.org",
  "ada@é%41.org",
  "ada@é/x.org",
  "ada@é:25",
  "ada@１.２",
  "ada@１２７.0.0.1",
  "ada@[127.0.0.1]",
  "ada b@example.org",
  '"ada b"@example.org',
  "ädä@example.org",
  "\u212Aelvin@example.org",
  "ada(x)@example.org",
  "ada@example.org\u0000",
  "ada@example.org\r\nBcc: eve@example.org",
  "Ada <ada@example.org>",
  `ada@${"a".repeat(64)}.org`,
  `${"a".repeat(250)}@example.org`,
  `a@${"é".repeat(200)}.${"é".repeat(50)}`,
])("%j is no address", (text) => {
  expect(findEmailAddress(text)).toBeNull();
});

test.each([
  ["papers@example.org", { name: "", address: "papers@example.org" }],
  ["<papers@example.org>", { name: "", address: "papers@example.org" }],
  ["Papers <Papers@Example.org>", { name: "Papers", address: "papers@example.org" }],
  ['"Lab, Papers" <papers@example.org>', { name: "Lab, Papers", address: "papers@example.org" }],
  ["Lab, Papers <papers@example.org>", { name: "Lab, Papers", address: "papers@example.org" }],
  ["Bücher <info@bücher.example>", { name: "Bücher", address: "info@xn--bcher-kva.example" }],
  ["a@example.org, b@example.org", null],
  ["A <a@example.org>, B <b@example.org>", null],
  ["A\nBcc: b <a@example.org>", null],
  ["Papers papers@example.org", null],
  ["Papers <papers>", null],
])("the sender %j is %j", (text, mailbox) => {
  expect(findMailbox(text)).toEqual(mailbox);
});

test.each([
  ["", []],
  ["ada@example.org", ["ada@example.org"]],
  ["Ada <Ada@Example.org>", ["ada@example.org"]],
  ["Ada Lovelace <ada@example.org> eve@example.org", ["ada@example.org", "eve@example.org"]],
  ['"Lovelace, Ada" <ada@example.org>; <eve@рф.рф>', ["ada@example.org", "eve@xn--p1ai.xn--p1ai"]],
  ["Ada<ada@example.org>,Eve<eve@example.org>", ["ada@example.org", "eve@example.org"]],
  ["ada@example.org,, ada@example.org ", ["ada@example.org"]],
])("the list %j contains %j", (text, addresses) => {
  expect(parseAddressList(text)).toEqual({ addresses, wrong: undefined });
});

test.each([
  ["ada", "ada"],
  ["ada@example.org Eve", "Eve"],
  ["Ada ada@example.org", "Ada"],
  ["Ada <ada>", "<ada>"],
  ["ada@example.org, eve@", "eve@"],
  ["Ada <ada@example.org", "Ada"],
])("in the list %j, %s is wrong", (text, wrong) => {
  expect(parseAddressList(text).wrong).toBe(wrong);
});

test("a domain in ASCII stays as it is, in lower case", () => {
  expect(toAsciiDomain("Mail.Example.ORG")).toBe("mail.example.org");
  expect(toAsciiDomain("1.2")).toBe("1.2");
});
