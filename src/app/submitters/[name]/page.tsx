import { topicPage } from "@/app/topic-page";

const { generateMetadata, Page } = topicPage("submitter");

export { generateMetadata };
export default Page;
