import { createPeriodPage } from "@/app/_lib/period-page";
import { parseWeek } from "@/lib/day";

const { generateMetadata, Page } = createPeriodPage(parseWeek);

export { generateMetadata };
export default Page;
