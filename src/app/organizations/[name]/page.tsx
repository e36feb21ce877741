import { permanentRedirect } from "next/navigation";
import { createTopicPage } from "@/app/_lib/topic-page";
import { findOrganizationName } from "@/features/feed/queries-topic";
import { topicAddress } from "@/features/feed/topic";

/** The address contains the handle; the full name redirects there. */
const { generateMetadata, Page } = createTopicPage("organization", async (fullname) => {
  const name = await findOrganizationName(fullname);
  if (name && name !== fullname) permanentRedirect(topicAddress({ kind: "organization", name }));
});

export { generateMetadata };
export default Page;
