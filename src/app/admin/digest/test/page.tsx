import type { Metadata } from "next";
import { NOINDEX_METADATA } from "@/app/_lib/metadata";
import { requireAdminPage } from "@/app/admin/access";
import { Note } from "@/components/Note";

export const metadata: Metadata = { title: "Test email", ...NOINDEX_METADATA };

/** Target of the subscriber's links in previews and test emails. */
export default async function TestPage() {
  await requireAdminPage();
  return (
    <Note title="This was a test">
      <p>
        You opened this link from a test email. In a digest, it opens the subscriber&rsquo;s own
        page; here it changes nothing.
      </p>
      <p>
        <a href="/admin/digest" className="button">
          Back to the digest
        </a>
      </p>
    </Note>
  );
}
