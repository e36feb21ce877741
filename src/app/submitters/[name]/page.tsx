import { topicPage } from "@/app/_lib/topic-page";

const { generateMetadata, Page } = topicPage("submitter");

export { generateMetadata };
export default Page;
