import type { Metadata } from "next";
import { NOINDEX_METADATA } from "@/app/_lib/metadata";
import { singleParam } from "@/app/_lib/search-params";
import { Note } from "@/components/Note";
import { TodaysPapersLink } from "@/components/TodaysPapersLink";
import { TokenField } from "@/features/digest/subscription/components/TokenField";

export const metadata: Metadata = { title: "Confirm an address", ...NOINDEX_METADATA };

type Search = { token?: string | string[]; done?: string | string[] };

/** Opens from the emails to the two addresses of a change. Only its button confirms. */
export default async function AddressPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams;
  const done = singleParam(search.done);
  if (done === "half") return <ConfirmedByOne />;
  if (done === "moved") return <ConfirmedByBoth />;
  return (
    <Note title="Confirm the change of address">
      <p>
        Someone asked to send your digest to another address. The button confirms this from the
        address that got this link.
      </p>
      <form action="/api/subscription/address/confirm" method="post">
        <TokenField token={singleParam(search.token) ?? ""} />
        <button type="submit" className="button">
          Confirm the change
        </button>
      </form>
    </Note>
  );
}

function ConfirmedByOne() {
  return (
    <Note title="One address confirmed">
      <p>
        Now open the link in the email to the other address. After that, your digest goes to the new
        one.
      </p>
      <p>
        <TodaysPapersLink />
      </p>
    </Note>
  );
}

function ConfirmedByBoth() {
  return (
    <Note title="Your address has changed">
      <p>From now on, your digest goes to the new address.</p>
      <p>
        <TodaysPapersLink />
      </p>
    </Note>
  );
}
