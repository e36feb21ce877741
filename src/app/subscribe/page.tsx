import type { Metadata } from "next";
import { env } from "@/env";
import { formatHour } from "@/features/digest/schedule/describe";
import { SubscribeForm } from "@/features/digest/subscription/components/SubscribeForm";

export const metadata: Metadata = {
  title: "Papers by mail",
  description: "The trending papers by mail: at your hour, on your topics.",
  alternates: { canonical: "/subscribe" },
};

export default function SubscribePage() {
  const { siteName, smtpUrl, digest } = env();
  return (
    <div className="mx-auto max-w-2xl pt-10 leading-relaxed">
      <h1 className="font-semibold text-3xl tracking-tight">Papers by mail</h1>
      <p className="mt-4">
        The trending papers of {siteName}, each with its authors, a few lines of the abstract and
        why you have it. You confirm the address by a link; there is no account and no password.
      </p>
      <div className="my-6 rounded-xl bg-raised px-4 py-4 sm:px-6">
        <SubscribeForm outbox={!smtpUrl} />
      </div>
      <ul className="list-disc space-y-2 pl-5">
        <li>
          <b className="font-semibold">When you like:</b> every day, Monday to Friday, once a week
          or once a month, at your hour in your time zone. To begin with, every day at{" "}
          {formatHour(digest.hour)}.
        </li>
        <li>
          <b className="font-semibold">What you like:</b> 5 to 25 papers, by category, keyword,
          author or organisation, without the words you name. To begin with, the ten that trend
          most.
        </li>
        <li>
          <b className="font-semibold">Never twice:</b> a paper that you were mailed doesn&rsquo;t
          come again. With nothing new, no mail.
        </li>
        <li>
          <b className="font-semibold">Nobody is watched:</b> no pixel, no counted link. Each mail
          has one link to change all this and one to leave; your data can be read and deleted there.
        </li>
      </ul>
      <p className="mt-6">
        <a href="/digest" className="quiet-link">
          Earlier digests
        </a>{" "}
        can be read here.
      </p>
    </div>
  );
}
