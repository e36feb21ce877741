import { after } from "next/server";
import { readerChange } from "@/app/reader-authority";
import { parseAddress } from "@/features/auth/schema";
import { requestAddressChange } from "@/features/digest/mutations-address";
import { mailAddressChange } from "@/features/digest/reader-mail";

/** The same answer whether or not the new address is known here: the mails come after it. */
export const POST = readerChange(async (id, { email }, now) => {
  const asked = await requestAddressChange(id, parseAddress(email), now);
  after(() => mailAddressChange(asked));
  return "address";
});
