"use client";

import { type FormEvent, useState } from "react";
import { AddressField } from "@/components/AddressField";

const IN_OUTBOX =
  " This site has no mail server yet: the mail is a file in its outbox folder (data/outbox).";
const ASKED =
  "Thank you. If the address isn't subscribed yet, a mail with a link to confirm is on its way.";

/** Asks for an address; `outbox` says that mails are files here. Without JavaScript the form leads to a page that says the same. */
export function SubscribeBanner({ outbox }: { outbox: boolean }) {
  const [message, setMessage] = useState("");
  const [asked, setAsked] = useState(false);

  async function subscribe(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        headers: { Accept: "application/json" },
        body: new URLSearchParams({ email: String(new FormData(form).get("email")) }),
      });
      const { error } = answer.ok ? { error: "" } : await answer.json();
      setAsked(answer.ok);
      setMessage(answer.ok ? ASKED + (outbox ? IN_OUTBOX : "") : String(error));
    } catch {
      setMessage("The site could not be reached. Please try again.");
    }
  }

  return (
    <section
      aria-labelledby="subscribe"
      className="rounded-xl bg-raised px-4 py-4 sm:flex sm:items-center sm:gap-6 sm:px-6"
    >
      <h2 id="subscribe" className="font-semibold text-base sm:flex-1">
        Get trending papers in your email inbox
      </h2>
      {!asked && (
        <form
          action="/api/subscriptions"
          method="post"
          onSubmit={subscribe}
          className="mt-3 flex gap-2 sm:mt-0 sm:w-96"
        >
          <AddressField />
          <button type="submit" className="button">
            Subscribe
          </button>
        </form>
      )}
      <p role="status" className={message ? "mt-3 text-sm sm:mt-0 sm:max-w-md" : "sr-only"}>
        {message}
      </p>
    </section>
  );
}
