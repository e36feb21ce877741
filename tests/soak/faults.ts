import { closeDatabase } from "@/db/client";
import { runFaults } from "../run-faults";
import { openSite, siteSettings } from "./site";

/** Every fault of a mail server, so often under both policies: what ended otherwise than is written down for it. */
export async function runAllFaults(folder: string, times: number, isEnough: () => boolean) {
  openSite(siteSettings(folder));
  // Each mail that is not taken is a line of the log, and here that is most of them.
  console.warn = () => {};
  try {
    return await runFaults(times, isEnough);
  } finally {
    await closeDatabase();
  }
}
