import LatestPage from "../page";

export { generateMetadata } from "../page";
export default LatestPage;
