import { betterAuth } from "better-auth";
import { prismaAdapter } from "better-auth/adapters/prisma";
import { magicLink } from "better-auth/plugins";
import { type Database, db } from "@/db/client";
import { env } from "@/env";
import { log } from "@/lib/log";
import { sendSignInLink } from "./email";

/** A sign-in link is good for ten minutes. */
export const SIGN_IN_LINK_SECONDS = 600;
const DAY_SECONDS = 24 * 60 * 60;

/**
 * None of better-auth's own addresses is mounted: its verification is a GET that uses the link
 * up, which a mail scanner would do for the reader. Our routes call its functions instead.
 */
function build(client: Database) {
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
    session: { expiresIn: 90 * DAY_SECONDS, updateAge: DAY_SECONDS },
    // What limits requests stands in front of our own routes.
    rateLimit: { enabled: false },
    plugins: [
      magicLink({
        expiresIn: SIGN_IN_LINK_SECONDS,
        storeToken: "hashed",
        sendMagicLink: ({ email, token, metadata }) =>
          sendSignInLink({ email, token, to: metadata?.to, vote: metadata?.vote }),
      }),
    ],
  });
}

type Auth = ReturnType<typeof build>;
let built: { client: Database; auth: Auth } | undefined;

/** Built once for a database: one that was closed and opened again needs another. */
export function auth(): Auth {
  const client = db();
  if (built?.client !== client) built = { client, auth: build(client) };
  return built.auth;
}
