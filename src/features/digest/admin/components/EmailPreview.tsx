import type { ColorScheme, PreviewEmail } from "@/features/digest/admin/preview";

const FRAME_WIDTHS = { wide: "max-w-full", phone: "max-w-[360px]" };

type Props = {
  email: PreviewEmail;
  /** The parameters that choose the email; the links to other views keep them */
  query: Record<string, string>;
  view: "wide" | "phone" | "text";
  scheme: ColorScheme;
};

/** Shows an email as a subscriber would see it. The frame runs no script, and its links don't open. */
export function EmailPreview({ email, query, view, scheme }: Props) {
  const toAddress = (change: Record<string, string>) =>
    `/admin/digest/preview?${new URLSearchParams({ ...query, view, scheme, ...change })}`;
  return (
    <>
      <p className="mb-1 text-sm text-soft">
        Subject: <span className="break-words text-ink">{email.subject}</span>
      </p>
      <div className="mb-3 flex flex-wrap gap-x-6">
        <Options
          label="View"
          current={view}
          options={[
            { value: "wide", name: "Wide", address: toAddress({ view: "wide" }) },
            { value: "phone", name: "Phone", address: toAddress({ view: "phone" }) },
            { value: "text", name: "Text", address: toAddress({ view: "text" }) },
          ]}
        />
        {view !== "text" && (
          <Options
            label="Colors"
            current={scheme}
            options={[
              { value: "light", name: "Light", address: toAddress({ scheme: "light" }) },
              { value: "dark", name: "Dark", address: toAddress({ scheme: "dark" }) },
            ]}
          />
        )}
      </div>
      {view === "text" ? (
        <pre className="whitespace-pre-wrap break-words rounded-lg bg-raised p-4 text-sm">
          {email.text}
        </pre>
      ) : (
        <iframe
          title="The email"
          sandbox=""
          src={`/api/admin/digest/mail?${new URLSearchParams({ ...query, scheme })}`}
          className={`h-[40rem] w-full rounded-lg border border-edge ${FRAME_WIDTHS[view]}`}
        />
      )}
      <p className="mt-2 text-sm text-soft">
        {view === "text"
          ? "What email programs show if they don't display HTML."
          : "These are the email's own colors. Some programs, such as Gmail, change colors in dark mode by their own rules."}
      </p>
    </>
  );
}

type OptionsProps = {
  label: string;
  current: string;
  options: { value: string; name: string; address: string }[];
};

function Options({ label, current, options }: OptionsProps) {
  return (
    <nav aria-label={label} className="-mx-2.5 flex text-sm">
      {options.map(({ value, name, address }) => (
        <a
          key={value}
          href={address}
          aria-current={value === current ? "true" : undefined}
          className="px-2.5 py-2 text-soft hover:text-ink aria-[current]:font-semibold aria-[current]:text-ink aria-[current]:underline aria-[current]:underline-offset-4"
        >
          {name}
        </a>
      ))}
    </nav>
  );
}
