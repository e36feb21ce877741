import { after } from "next/server";
import { parseAddress } from "@/features/auth/schema";
import { mailConfirmation } from "@/features/digest/confirmation";
import { now } from "@/lib/clock";
import { handler, json, readFields, requireSameOrigin, seeOther, wantsJson } from "@/lib/http";
import { Limit } from "@/lib/limit";

/** Whoever it is, nobody uses this form to have a flood of mails sent. */
const everyone = new Limit({ points: 300, seconds: 60 * 60 });

/** The same answer, in the same time, whether or not the address is known: the rest comes after. */
export const POST = handler(async (request) => {
  requireSameOrigin(request);
  const { email } = await readFields(request);
  const address = parseAddress(email);
  await everyone.take("all", "Too many people are subscribing right now.");
  after(() => mailConfirmation(address, now()));
  return wantsJson(request) ? json({ asked: true }, { status: 202 }) : seeOther("/subscribe/sent");
});
