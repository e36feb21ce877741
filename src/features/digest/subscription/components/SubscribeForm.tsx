"use client";

import { type FormEvent, useState } from "react";
import { EmailField } from "@/components/EmailField";
import { BrowserTimeZoneField } from "./BrowserZone";

const IN_OUTBOX =
  " This site has no mail server yet: the mail is a file in its outbox folder (data/outbox).";
const ASKED =
  "Thank you: a mail with a link to confirm is on its way. If the address is subscribed already, the link leads to its choices.";

type Props = {
  /** Whether mails are files here */
  outbox: boolean;
  className?: string;
};

/** Asks for an address. Without JavaScript the form leads to a page that says the same. */
export function SubscribeForm({ outbox, className = "" }: Props) {
  const [message, setMessage] = useState("");
  const [asked, setAsked] = useState(false);

  async function subscribe(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const fields = [...new FormData(form)].map(([name, value]) => [name, String(value)]);
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        headers: { Accept: "application/json" },
        body: new URLSearchParams(fields),
      });
      const { error } = answer.ok ? { error: "" } : await answer.json();
      setAsked(answer.ok);
      setMessage(answer.ok ? ASKED + (outbox ? IN_OUTBOX : "") : String(error));
    } catch {
      setMessage("The site could not be reached. Please try again.");
    }
  }

  return (
    <>
      {!asked && (
        <form
          action="/api/subscriptions"
          method="post"
          onSubmit={subscribe}
          className={`flex gap-2 ${className}`}
        >
          <EmailField />
          <Honeypot />
          <BrowserTimeZoneField />
          <button type="submit" className="button">
            Subscribe
          </button>
        </form>
      )}
      <p role="status" className={message ? "mt-3 text-sm sm:mt-0 sm:max-w-md" : "sr-only"}>
        {message}
      </p>
    </>
  );
}

/** Programs that fill in every field fill this one too; people don't see it, nor hear of it. */
function Honeypot() {
  return (
    <div aria-hidden="true" className="absolute -left-[200vw] size-px overflow-hidden">
      <label>
        Leave this empty
        <input type="text" name="website" tabIndex={-1} autoComplete="off" />
      </label>
    </div>
  );
}
