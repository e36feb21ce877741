import { createTopicPage } from "@/app/_lib/topic-page";

const { generateMetadata, Page } = createTopicPage("submitter");

export { generateMetadata };
export default Page;
