"use client";

import { type FormEvent, type ReactNode, useState } from "react";
import { OFFLINE_ERROR, postForm } from "./post-form";

type Props = {
  /** A route that answers JSON with the next `page`, or with an `error` */
  action: string;
  className?: string;
  children: ReactNode;
};

/** A form that shows errors in place. Without JavaScript it works like any form. */
export function InlineForm({ action, className, children }: Props) {
  const [error, setError] = useState("");

  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    try {
      const answer = await postForm(event.currentTarget);
      if (answer.ok) location.assign(answer.page);
      else setError(answer.error);
    } catch {
      setError(OFFLINE_ERROR);
    }
  }

  return (
    <form action={action} method="post" onSubmit={send} className={className}>
      {children}
      <p role="alert" className={error ? "mt-3 font-medium text-accent" : "sr-only"}>
        {error}
      </p>
    </form>
  );
}
