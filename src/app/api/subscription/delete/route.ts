import { authorityOf } from "@/app/_lib/subscription-access";
import { deleteReader } from "@/features/digest/subscription/mutations-delete";
import { now } from "@/lib/clock";
import { handler, json, readFields, requireSameOrigin, seeOther, wantsJson } from "@/lib/http";

export const POST = handler(async (request) => {
  requireSameOrigin(request);
  const { token } = await readFields(request);
  const { id } = await authorityOf(token, request.headers);
  await deleteReader(id, now());
  return wantsJson(request) ? json({ done: "deleted" }) : seeOther("/subscription/deleted");
});
