import { createHash, randomBytes } from "node:crypto";
import { APIError, createAuthEndpoint } from "better-auth/api";
import { setSessionCookie } from "better-auth/cookies";
import type { BetterAuthPlugin } from "better-auth/types";
import { z } from "zod";
import { jsonColumn } from "@/db/stored";
import { readSystemClock } from "@/lib/clock";
import { DAY } from "@/lib/duration";

type Options = {
  /** In seconds */
  expiresIn: number;
  sendMagicLink(link: {
    email: string;
    token: string;
    metadata?: Record<string, string | undefined>;
  }): Promise<void>;
};

/** For how long the person who has used a link can open it again while they are signed in. */
const USED_LINK_MS = DAY;

const requestSchema = z.object({
  email: z.string(),
  metadata: z.record(z.string(), z.string().optional()).optional(),
});

const storedSchema = jsonColumn(z.object({ type: z.literal("magic-link"), email: z.string() }));

const hashToken = (token: string) => createHash("sha256").update(token).digest("base64url");
const createIdentifier = (token: string) => `magic-link:${hashToken(token)}`;
const createUsedIdentifier = (token: string) => `used-magic-link:${hashToken(token)}`;

/**
 * Signs people in by an emailed link. It stores what better-auth's own plugin of this name stores, but
 * that plugin rejects valid addresses: top-level domains such as xn--p1ai, and `& / ! # =` before the
 * @. Here `parseEmail` alone decides which addresses are valid, and the caller has used it.
 */
export const magicLink = ({ expiresIn, sendMagicLink }: Options) =>
  ({
    id: "magic-link",
    endpoints: {
      signInMagicLink: createAuthEndpoint(
        "/sign-in/magic-link",
        { method: "POST", requireHeaders: true, body: requestSchema },
        async ({ body: { email, metadata }, context, json }) => {
          const token = randomBytes(24).toString("base64url");
          await context.internalAdapter.createVerificationValue({
            identifier: createIdentifier(token),
            value: JSON.stringify({ type: "magic-link", email }),
            expiresAt: new Date(readSystemClock().getTime() + expiresIn * 1000),
          });
          await sendMagicLink({ email, token, metadata });
          return json({ status: true });
        },
      ),
      magicLinkVerify: createAuthEndpoint(
        "/magic-link/verify",
        { method: "GET", requireHeaders: true, query: z.object({ token: z.string() }) },
        async (ctx) => {
          const { internalAdapter } = ctx.context;
          const used = await internalAdapter.consumeVerificationValue(
            createIdentifier(ctx.query.token),
          );
          if (!used) throw new APIError("BAD_REQUEST", { message: "The link is not valid." });
          const { email } = storedSchema.parse(used.value);
          const known = await internalAdapter.findUserByEmail(email);
          const user =
            known?.user ??
            (await internalAdapter.createUser(
              { email, emailVerified: true, name: "" },
              { method: "magic-link" },
            ));
          const session = await internalAdapter.createSession(user.id);
          await internalAdapter.createVerificationValue({
            identifier: createUsedIdentifier(ctx.query.token),
            value: user.id,
            expiresAt: new Date(readSystemClock().getTime() + USED_LINK_MS),
          });
          await setSessionCookie(ctx, { session, user });
          return ctx.json({ user: { id: user.id } });
        },
      ),
      findUsedLink: createAuthEndpoint(
        "/magic-link/used",
        { method: "GET", query: z.object({ token: z.string() }) },
        async ({ query: { token }, context, json }) => {
          const used = await context.internalAdapter.findVerificationValue(
            createUsedIdentifier(token),
          );
          return json({ userId: used && used.expiresAt > readSystemClock() ? used.value : null });
        },
      ),
    },
  }) satisfies BetterAuthPlugin;
