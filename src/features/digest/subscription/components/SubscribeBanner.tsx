import { SubscribeForm } from "./SubscribeForm";

/** Invites visitors of a list of papers to subscribe. */
export function SubscribeBanner({ outbox }: { outbox: boolean }) {
  return (
    <section
      aria-labelledby="subscribe"
      className="rounded-xl bg-raised px-4 py-4 sm:flex sm:items-center sm:gap-6 sm:px-6"
    >
      <div className="sm:flex-1">
        <h2 id="subscribe" className="font-semibold text-base">
          Get the day&rsquo;s top papers by email
        </h2>
        <p className="mt-0.5 text-sm text-soft">
          Pick your time and topics.{" "}
          <a href="/subscribe" className="quiet-link">
            See what you&rsquo;ll get
          </a>
        </p>
      </div>
      <SubscribeForm outbox={outbox} className="mt-3 sm:mt-0 sm:w-96" />
    </section>
  );
}
