import { createPeriodPage } from "@/app/_lib/period-page";
import { parseMonth } from "@/lib/day";

const { generateMetadata, Page } = createPeriodPage(parseMonth);

export { generateMetadata };
export default Page;
