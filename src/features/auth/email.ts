import { env } from "@/env";
import { openMailer } from "@/lib/mailer";

export type SignInLink = {
  email: string;
  token: string;
  /** Path to return to */
  to?: string;
  /** Paper to upvote on return */
  vote?: string;
};

/** The link opens a page with a button; only the button signs in. */
export async function sendSignInLink({ email, token, to, vote }: SignInLink): Promise<void> {
  const { siteName, siteUrl } = env();
  const link = new URL("/sign-in/confirm", siteUrl);
  link.searchParams.set("token", token);
  if (to) link.searchParams.set("to", to);
  if (vote) link.searchParams.set("vote", vote);
  const mailer = openMailer();
  try {
    await mailer.send({
      to: { name: "", address: email },
      subject: `Sign in to ${siteName}`,
      headers: { "Auto-Submitted": "auto-generated" },
      text: [
        `Open this link to sign in to ${siteName}. It is good once, for ten minutes:`,
        link.href,
        "If you did not ask for it, somebody mistyped their address: do nothing and it lapses.",
      ].join("\n\n"),
    });
  } finally {
    mailer.close();
  }
}
