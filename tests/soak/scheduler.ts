import { closeDatabase } from "@/db/client";
import { runDigest } from "@/features/digest/run";
import { openMailer } from "@/lib/email/mailer";

/** A scheduler in a process of its own. For each instant that it receives it runs one tick of the digest. */
process.send?.("loaded");

process.on("message", async (instant) => {
  const now = () => new Date(String(instant));
  const mailer = openMailer();
  try {
    process.send?.(await runDigest({ now, mailer, isStopping: () => false }));
  } catch (error) {
    process.send?.(`failed: ${error instanceof Error ? error.stack : error}`);
  } finally {
    mailer.close();
  }
});

process.on("disconnect", () => closeDatabase());
