import { after } from "next/server";
import { readerChange } from "@/app/reader-authority";
import { parseAddress } from "@/features/auth/schema";
import { countAsk } from "@/features/digest/ask-limit";
import { requestAddressChange } from "@/features/digest/mutations-address";
import { mailAddressChange } from "@/features/digest/reader-mail";
import { clientOf } from "@/lib/reading";

/** The same answer whether or not the new address is known here: the mails come after it. */
export const POST = readerChange(async (id, { fields, now, request }) => {
  const email = parseAddress(fields.email);
  await countAsk(clientOf(request));
  const asked = await requestAddressChange(id, email, now);
  after(() => mailAddressChange(asked));
  return "address";
});
