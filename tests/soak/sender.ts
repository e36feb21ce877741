import { once } from "node:events";
import { z } from "zod";
import "@/jobs/jobs";

/** `npm run job digest` with its modules loaded ahead: begins when it is told what time it is. */
process.send?.("loaded");
const [instant] = await once(process, "message");
process.env.CLOCK = z.iso.datetime().parse(instant);
process.argv[2] = "digest";
await import("@/jobs/run");
process.disconnect?.();
