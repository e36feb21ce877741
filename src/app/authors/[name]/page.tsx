import { topicPage } from "@/app/_lib/topic-page";

const { generateMetadata, Page } = topicPage("author");

export { generateMetadata };
export default Page;
