import { periodPage } from "@/app/_lib/period-page";
import { parseWeek } from "@/lib/day";

const { generateMetadata, Page } = periodPage(parseWeek);

export { generateMetadata };
export default Page;
