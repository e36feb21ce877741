import { closeDatabase } from "@/db/client";
import { runFaults } from "../run-faults";
import { createSettings, openSite } from "./site";

/** Runs every fault of a mail server this many times under both policies, and returns the deliveries that did not end as expected. */
export async function runAllFaults(folder: string, times: number, isEnough: () => boolean) {
  openSite(createSettings(folder));
  // Each email that is not accepted is logged, and here most are not.
  console.warn = () => {};
  try {
    return await runFaults(times, isEnough);
  } finally {
    await closeDatabase();
  }
}
