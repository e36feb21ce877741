import { SubscribeForm } from "./SubscribeForm";

/** Invites to the digest on a list of papers; `outbox` says that mails are files here. */
export function SubscribeBanner({ outbox }: { outbox: boolean }) {
  return (
    <section
      aria-labelledby="subscribe"
      className="rounded-xl bg-raised px-4 py-4 sm:flex sm:items-center sm:gap-6 sm:px-6"
    >
      <div className="sm:flex-1">
        <h2 id="subscribe" className="font-semibold text-base">
          Get trending papers in your email inbox
        </h2>
        <p className="mt-0.5 text-sm text-soft">
          At your hour, on your topics.{" "}
          <a href="/subscribe" className="quiet-link">
            What you get
          </a>
        </p>
      </div>
      <SubscribeForm outbox={outbox} className="mt-3 sm:mt-0 sm:w-96" />
    </section>
  );
}
