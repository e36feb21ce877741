import { permanentRedirect } from "next/navigation";
import { createTopicPage } from "@/app/_lib/topic-page";
import { findArchiveName } from "@/features/papers/categories";

/** An archive (`cs`) is not a category: its address redirects to its section of the list. */
const { generateMetadata, Page } = createTopicPage("category", async (name) => {
  if (findArchiveName(name)) permanentRedirect(`/categories#${name}`);
});

export { generateMetadata };
export default Page;
