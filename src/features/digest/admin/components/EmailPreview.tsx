import type { PreviewEmail } from "@/features/digest/admin/preview";

export type PreviewOptions = {
  /** What is shown, as the address has it */
  query: Record<string, string>;
  view: "wide" | "phone" | "text";
  scheme: "light" | "dark";
};

const WIDTHS = { wide: "max-w-full", phone: "max-w-[360px]" };

/** A mail as its reader would see it. The frame runs no script and leads nowhere. */
export function EmailPreview({
  mail,
  query,
  view,
  scheme,
}: PreviewOptions & { mail: PreviewEmail }) {
  const to = (change: Record<string, string>) =>
    `/admin/digest/preview?${new URLSearchParams({ ...query, view, scheme, ...change })}`;
  return (
    <>
      <p className="mb-1 text-sm text-soft">
        Subject: <span className="break-words text-ink">{mail.subject}</span>
      </p>
      <div className="mb-3 flex flex-wrap gap-x-6">
        <Choices
          label="Form"
          chosen={view}
          links={[
            ["wide", "Wide", to({ view: "wide" })],
            ["phone", "Phone", to({ view: "phone" })],
            ["text", "Text", to({ view: "text" })],
          ]}
        />
        {view !== "text" && (
          <Choices
            label="Colours"
            chosen={scheme}
            links={[
              ["light", "Light", to({ scheme: "light" })],
              ["dark", "Dark", to({ scheme: "dark" })],
            ]}
          />
        )}
      </div>
      {view === "text" ? (
        <pre className="whitespace-pre-wrap break-words rounded-lg bg-raised p-4 text-sm">
          {mail.text}
        </pre>
      ) : (
        <iframe
          title="The mail"
          sandbox=""
          src={`/api/admin/digest/mail?${new URLSearchParams({ ...query, scheme })}`}
          className={`h-[40rem] w-full rounded-lg border border-edge ${WIDTHS[view]}`}
        />
      )}
      <p className="mt-2 text-sm text-soft">
        {view === "text"
          ? "What programs show that don't show HTML."
          : "The mail's own colours, as programs show them that ask for them. Some, Gmail among them, recolour a mail in the dark by rules of their own."}
      </p>
    </>
  );
}

type ChoicesProps = {
  label: string;
  chosen: string;
  links: [value: string, name: string, address: string][];
};

function Choices({ label, chosen, links }: ChoicesProps) {
  return (
    <nav aria-label={label} className="-mx-2.5 flex text-sm">
      {links.map(([value, name, address]) => (
        <a
          key={value}
          href={address}
          aria-current={value === chosen ? "true" : undefined}
          className="px-2.5 py-2 text-soft hover:text-ink aria-[current]:font-semibold aria-[current]:text-ink aria-[current]:underline aria-[current]:underline-offset-4"
        >
          {name}
        </a>
      ))}
    </nav>
  );
}
