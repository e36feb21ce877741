import { permanentRedirect } from "next/navigation";
import { topicPage } from "@/app/_lib/topic-page";
import { findArchiveName } from "@/features/papers/categories";

/** An archive (`cs`) is no category: its name leads to its part of the list of all. */
const { generateMetadata, Page } = topicPage("category", async (name) => {
  if (findArchiveName(name)) permanentRedirect(`/categories#${name}`);
});

export { generateMetadata };
export default Page;
