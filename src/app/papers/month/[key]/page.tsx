import { periodPage } from "@/app/_lib/period-page";
import { parseMonth } from "@/lib/day";

const { generateMetadata, Page } = periodPage(parseMonth);

export { generateMetadata };
export default Page;
