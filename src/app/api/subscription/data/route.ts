import { authorizeSubscription } from "@/app/_lib/subscription-access";
import { collectPersonalData } from "@/features/digest/subscription/export";
import { createHandler, PRIVATE_HEADERS } from "@/lib/http/handler";

/** Answers with everything stored about a subscriber, as a file. */
export const GET = createHandler(async (request) => {
  const token = new URL(request.url).searchParams.get("token") ?? undefined;
  const { subscriptionId } = await authorizeSubscription(token, request.headers);
  const data = await collectPersonalData(subscriptionId);
  return new Response(`${JSON.stringify(data, null, 2)}\n`, {
    headers: {
      ...PRIVATE_HEADERS,
      "Content-Type": "application/json; charset=utf-8",
      "Content-Disposition": 'attachment; filename="digest-data.json"',
    },
  });
});
