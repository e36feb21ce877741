"use client";

import { type FormEvent, type ReactNode, useState } from "react";

type Props = {
  /** Of a route that answers JSON with the `page` to go on to, or an `error` */
  action: string;
  className?: string;
  children: ReactNode;
};

/** A form that says what is wrong where it was typed; without JavaScript it is a form as any. */
export function InlineForm({ action, className, children }: Props) {
  const [problem, setProblem] = useState("");

  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const fields = [...new FormData(event.currentTarget)].map(([name, value]) => [
      name,
      String(value),
    ]);
    try {
      const answer = await fetch(action, {
        method: "POST",
        headers: { Accept: "application/json" },
        body: new URLSearchParams(fields),
      });
      const told = await answer.json();
      if (answer.ok) location.assign(told.page);
      else setProblem(String(told.error));
    } catch {
      setProblem("The site could not be reached. Please try again.");
    }
  }

  return (
    <form action={action} method="post" onSubmit={send} className={className}>
      {children}
      <p role="alert" className={problem ? "mt-3 font-medium text-accent" : "sr-only"}>
        {problem}
      </p>
    </form>
  );
}
