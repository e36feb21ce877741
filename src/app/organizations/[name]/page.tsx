import { permanentRedirect } from "next/navigation";
import { topicPage } from "@/app/_lib/topic-page";
import { findOrganizationName } from "@/features/feed/queries-topic";
import { topicAddress } from "@/features/feed/topic";

/** Its address is its handle; its full name leads there. */
const { generateMetadata, Page } = topicPage("organization", async (fullname) => {
  const name = await findOrganizationName(fullname);
  if (name && name !== fullname) permanentRedirect(topicAddress({ kind: "organization", name }));
});

export { generateMetadata };
export default Page;
