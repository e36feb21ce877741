import type { Metadata } from "next";
import { NOINDEX_METADATA } from "@/app/_lib/metadata";
import { requireAdminPage } from "@/app/admin/access";
import { Note } from "@/components/Note";

export const metadata: Metadata = { title: "A test", ...NOINDEX_METADATA };

/** Where the links of a test mail lead that would be a reader's own. */
export default async function Page() {
  await requireAdminPage();
  return (
    <Note title="That was a test">
      <p>
        This link came with a test mail. In a digest it would be the reader&rsquo;s own and lead to
        the page where they leave; here it changes nothing.
      </p>
      <p>
        <a href="/admin/digest" className="button">
          Back to the digest
        </a>
      </p>
    </Note>
  );
}
