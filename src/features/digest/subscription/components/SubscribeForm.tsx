"use client";

import { type FormEvent, useState } from "react";
import { EmailField } from "@/components/EmailField";
import { BrowserTimeZoneField } from "./BrowserTimeZone";
import { OFFLINE_ERROR, postForm } from "./post-form";

const SENT =
  "We’ve emailed you a confirmation link. If you’re already subscribed, it opens your settings.";
const SENT_TO_OUTBOX = `${SENT} This site has no mail server yet: the email is a file in its outbox folder (data/outbox).`;

type Props = {
  /** Whether the site writes its emails to files */
  outbox: boolean;
  className?: string;
};

/** Asks for an address to subscribe. Without JavaScript, the form leads to /subscribe/sent. */
export function SubscribeForm({ outbox, className = "" }: Props) {
  const [message, setMessage] = useState("");
  const [isSent, setIsSent] = useState(false);

  async function subscribe(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    try {
      const answer = await postForm(event.currentTarget);
      setIsSent(answer.ok);
      if (answer.ok) setMessage(outbox ? SENT_TO_OUTBOX : SENT);
      else setMessage(answer.error);
    } catch {
      setMessage(OFFLINE_ERROR);
    }
  }

  return (
    <>
      {!isSent && (
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

/** A field that only programs fill in: people neither see nor hear it. */
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
