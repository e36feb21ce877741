import type { Metadata } from "next";
import { NOINDEX_METADATA } from "@/app/_lib/metadata";
import { singleParam } from "@/app/_lib/search-params";
import { Note } from "@/components/Note";
import { TodaysPapersLink } from "@/components/TodaysPapersLink";
import { TokenField } from "@/features/digest/subscription/components/TokenField";

export const metadata: Metadata = { title: "Confirm an address", ...NOINDEX_METADATA };

type Search = { token?: string | string[]; done?: string | string[] };

/** Each of the two addresses of a change has a link here; only the button confirms. */
export default async function AddressPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams;
  const done = singleParam(search.done);
  if (done === "half" || done === "moved") return <Confirmed moved={done === "moved"} />;
  return (
    <Note title="One press to confirm">
      <p>The digest is to go to another address. This confirms it from the address of this mail.</p>
      <form action="/api/subscription/address/confirm" method="post">
        <TokenField token={singleParam(search.token) ?? ""} />
        <button type="submit" className="button">
          Confirm the change
        </button>
      </form>
    </Note>
  );
}

function Confirmed({ moved }: { moved: boolean }) {
  return (
    <Note title={moved ? "The address has changed" : "Confirmed from here"}>
      <p>
        {moved
          ? "From now on the digest goes to the new address."
          : "Now open the link in the mail to the other address: then the digest goes to the new one."}
      </p>
      <p>
        <TodaysPapersLink />
      </p>
    </Note>
  );
}
