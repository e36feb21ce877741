import type { ReactNode } from "react";

const LINKS = [
  { name: "Overview", address: "/admin/digest" },
  { name: "Email", address: "/admin/digest/preview" },
  { name: "Subscribers", address: "/admin/digest/subscribers" },
];

type Props = {
  title: string;
  /** The address of the link in the navigation that this page belongs to */
  place: string;
  /** Reports what the form that led here has done; null on other visits */
  notice: string | null;
  children: ReactNode;
};

/** The frame of the admin's pages. */
export function AdminPage({ title, place, notice, children }: Props) {
  return (
    <div className="mx-auto max-w-3xl pt-8">
      <nav aria-label="Digest" className="-mx-2.5 flex flex-wrap text-sm">
        {LINKS.map(({ name, address }) => (
          <a
            key={address}
            href={address}
            aria-current={address === place ? "page" : undefined}
            className="px-2.5 py-3 text-soft hover:text-ink aria-[current]:font-semibold aria-[current]:text-ink"
          >
            {name}
          </a>
        ))}
      </nav>
      <h1 className="mt-3 mb-6 break-words font-semibold text-3xl tracking-tight sm:text-4xl">
        {title}
      </h1>
      {notice && (
        <p
          role="status"
          className="mb-6 whitespace-pre-line break-words rounded-lg bg-accent-ground px-4 py-3 text-sm"
        >
          {notice}
        </p>
      )}
      {children}
    </div>
  );
}

export function AdminSection({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="border-line border-t py-7">
      <h2 className="mb-3 font-semibold text-xl">{title}</h2>
      {children}
    </section>
  );
}
