import LatestPage from "../page";

export { metadata } from "../page";
export default LatestPage;
