import { createTopicPage } from "@/app/_lib/topic-page";

const { generateMetadata, Page } = createTopicPage("author");

export { generateMetadata };
export default Page;
