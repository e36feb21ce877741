import { findArchive, findArchiveName, formatCategory } from "@/features/papers/categories";
import { TopicLink } from "./TopicLink";

type Counted = { category: string; papers: number };

type Part = { archive: string | null; all: Counted[] };

/** By archive, in order of its name; what is of none comes last. */
function byArchive(categories: Counted[]): Part[] {
  const parts = new Map<string | null, Counted[]>();
  for (const one of categories) {
    const archive = findArchive(one.category);
    parts.set(archive, [...(parts.get(archive) ?? []), one]);
  }
  return [...parts]
    .map(([archive, all]) => ({ archive, all }))
    .sort((a, b) => Number(!a.archive) - Number(!b.archive));
}

/** All categories that have papers, by arXiv's archives; those that stand alone last. */
export function CategoryList({ categories }: { categories: Counted[] }) {
  return (
    <div className="pt-8 sm:pt-12">
      <h1 className="font-semibold text-3xl tracking-tight sm:text-4xl">Categories</h1>
      {categories.length === 0 && (
        <p className="mt-4">No source has told the category of a paper yet.</p>
      )}
      {byArchive(categories).map(({ archive, all }) => (
        <Group
          key={archive}
          id={archive ?? undefined}
          title={(archive && findArchiveName(archive)) ?? "Others"}
          all={all}
        />
      ))}
    </div>
  );
}

function Group({ id, title, all }: { id?: string; title: string; all: Counted[] }) {
  return (
    <section id={id} className="pt-8">
      <h2 className="font-semibold text-xl">{title}</h2>
      <ul className="mt-2 grid gap-x-8 sm:grid-cols-2">
        {all.map(({ category, papers }) => (
          <li key={category} className="flex justify-between gap-4 border-line border-b py-2.5">
            <span className="min-w-0 break-words">
              <TopicLink kind="category" name={category}>
                {formatCategory(category)}
              </TopicLink>
            </span>
            <span className="text-soft tabular-nums">
              {papers.toLocaleString("en")}
              <span className="sr-only"> {papers === 1 ? "paper" : "papers"}</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
