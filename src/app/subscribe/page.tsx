import type { Metadata } from "next";
import { env } from "@/env";
import { formatHour } from "@/features/digest/schedule/describe";
import { PAPERS_PER_EMAIL } from "@/features/digest/schema";
import { SubscribeForm } from "@/features/digest/subscription/components/SubscribeForm";

export const metadata: Metadata = {
  title: "Papers by email",
  description: "The trending papers by email, on your schedule and your topics.",
  alternates: { canonical: "/subscribe" },
};

export default function SubscribePage() {
  const { siteName, smtpUrl, digest } = env();
  const { min, max, default: defaultSize } = PAPERS_PER_EMAIL;
  return (
    <div className="mx-auto max-w-2xl pt-10 leading-relaxed">
      <h1 className="font-semibold text-3xl tracking-tight">Papers by email</h1>
      <p className="mt-4">
        The trending papers of {siteName}, with authors, a short summary, and why each one was
        picked. We&rsquo;ll email you a link to confirm; no account or password.
      </p>
      <div className="my-6 rounded-xl bg-raised px-4 py-4 sm:px-6">
        <SubscribeForm outbox={!smtpUrl} />
      </div>
      <ul className="list-disc space-y-2 pl-5">
        <li>
          <b className="font-semibold">Your schedule:</b> every day, Monday to Friday, once a week
          or once a month, at any hour in your time zone. By default, every day at{" "}
          {formatHour(digest.hour)}.
        </li>
        <li>
          <b className="font-semibold">Your topics:</b> {min} to {max} papers, by category, keyword,
          author or organization, without the words you exclude. By default, the top {defaultSize}{" "}
          trending papers.
        </li>
        <li>
          <b className="font-semibold">Never twice:</b> you never get the same paper again. No new
          papers, no email.
        </li>
        <li>
          <b className="font-semibold">No tracking:</b> no pixels, no click tracking. Each email has
          a link to your settings and one to unsubscribe. In your settings you can download and
          delete your data.
        </li>
      </ul>
      <p className="mt-6">
        See{" "}
        <a href="/digest" className="quiet-link">
          past digests
        </a>
        .
      </p>
    </div>
  );
}
