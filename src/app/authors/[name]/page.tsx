import { topicPage } from "@/app/topic-page";

const { generateMetadata, Page } = topicPage("author");

export { generateMetadata };
export default Page;
