import { once } from "node:events";
import { z } from "zod";
import "@/jobs/jobs";

/** `npm run job digest` with its modules loaded in advance. It begins when it receives the time. */
process.send?.("loaded");
const [instant] = await once(process, "message");
process.env.CLOCK = z.iso.datetime().parse(instant);
process.argv[2] = "digest";
await import("@/jobs/run");
process.disconnect?.();
