import { authorizeSubscription } from "@/app/_lib/subscription-access";
import { collectPersonalData } from "@/features/digest/subscription/export";
import { createHandler, PRIVATE_HEADERS } from "@/lib/http";

/** Everything we know about an address, as a file. */
export const GET = createHandler(async (request) => {
  const token = new URL(request.url).searchParams.get("token") ?? undefined;
  const { id } = await authorizeSubscription(token, request.headers);
  return new Response(`${JSON.stringify(await collectPersonalData(id), null, 2)}\n`, {
    headers: {
      ...PRIVATE_HEADERS,
      "Content-Type": "application/json; charset=utf-8",
      "Content-Disposition": 'attachment; filename="digest-data.json"',
    },
  });
});
