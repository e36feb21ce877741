import type { ReactNode } from "react";

/** The content of a small page that shows one message or asks one question. */
export function Note({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="mx-auto max-w-lg pt-12 sm:pt-20">
      <h1 className="font-semibold text-3xl tracking-tight">{title}</h1>
      <div className="mt-4 space-y-4 leading-relaxed">{children}</div>
    </div>
  );
}
