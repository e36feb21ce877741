import { betterAuth } from "better-auth";
import { prismaAdapter } from "better-auth/adapters/prisma";
import { type Database, db } from "@/db/client";
import { env } from "@/env";
import { DAY, MINUTE, SECOND } from "@/lib/duration";
import { log } from "@/lib/log";
import { sendSignInLink } from "./email";
import { SESSION_DAYS, SIGN_IN_LINK_MINUTES } from "./limits";
import { magicLink } from "./magic-link";

/**
 * Creates better-auth for a database. None of its own routes is mounted: its verification is a GET that
 * uses up the link, and a mail scanner would do that for the person. Our routes call its functions.
 */
function createAuth(client: Database) {
  const { siteName, siteUrl, secret } = env();
  return betterAuth({
    appName: siteName,
    baseURL: siteUrl,
    secret,
    telemetry: { enabled: false },
    logger: {
      level: "error",
      log: (level, message) => {
        if (level === "error") log.error("sign-in", { reason: message });
      },
    },
    database: prismaAdapter(client, { provider: "sqlite", transaction: true }),
    user: { modelName: "person" },
    // In seconds. A session in use is prolonged once a day.
    session: { expiresIn: (SESSION_DAYS * DAY) / SECOND, updateAge: DAY / SECOND },
    // The limits of mutations.ts are the ones that count.
    rateLimit: { enabled: false },
    plugins: [
      magicLink({
        expiresIn: (SIGN_IN_LINK_MINUTES * MINUTE) / SECOND,
        sendMagicLink: ({ email, token, metadata }) =>
          sendSignInLink({ email, token, to: metadata?.to, vote: metadata?.vote }),
      }),
    ],
  });
}

type Auth = ReturnType<typeof createAuth>;
let current: { client: Database; auth: Auth } | undefined;

/** Returns better-auth for the open database: a new one after the database was closed and opened again. */
export function auth(): Auth {
  const client = db();
  if (current?.client !== client) current = { client, auth: createAuth(client) };
  return current.auth;
}
