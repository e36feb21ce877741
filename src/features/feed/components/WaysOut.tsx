import type { Way } from "../links";

/** Quiet links, each as tall as a finger where fingers are used. */
export function WaysOut({ groups }: { groups: { label: string; ways: Way[] }[] }) {
  return (
    <div className="flex flex-wrap gap-x-6 text-sm text-soft">
      {groups.map(({ label, ways }) => (
        <nav key={label} aria-label={label} className="flex flex-wrap items-center gap-x-1">
          <span aria-hidden>{label}</span>
          {ways.map(({ name, href }) => (
            <a
              key={name}
              href={href}
              className="inline-flex min-h-11 items-center px-1.5 hover:text-ink hover:underline"
            >
              {name}
            </a>
          ))}
        </nav>
      ))}
    </div>
  );
}
