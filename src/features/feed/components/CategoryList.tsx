import { findArchive, findArchiveName, formatCategory } from "@/features/papers/categories";
import { TopicLink } from "./TopicLink";

type CategoryCount = { category: string; papers: number };

type ArchiveGroup = { archive: string | null; categories: CategoryCount[] };

/** Groups categories by archive in the order given; those without an archive come last. */
function groupByArchive(categories: CategoryCount[]): ArchiveGroup[] {
  const groups = new Map<string | null, CategoryCount[]>();
  for (const one of categories) {
    const archive = findArchive(one.category);
    groups.set(archive, [...(groups.get(archive) ?? []), one]);
  }
  return [...groups]
    .map(([archive, members]) => ({ archive, categories: members }))
    .sort((a, b) => Number(!a.archive) - Number(!b.archive));
}

/** All categories that have papers, grouped by arXiv's archives. */
export function CategoryList({ categories }: { categories: CategoryCount[] }) {
  return (
    <div className="pt-8 sm:pt-12">
      <h1 className="font-semibold text-3xl tracking-tight sm:text-4xl">Categories</h1>
      {categories.length === 0 && <p className="mt-4">No papers have categories yet.</p>}
      {groupByArchive(categories).map((group) => (
        <Group
          key={group.archive}
          id={group.archive ?? undefined}
          title={(group.archive && findArchiveName(group.archive)) ?? "Other"}
          categories={group.categories}
        />
      ))}
    </div>
  );
}

type GroupProps = { id?: string; title: string; categories: CategoryCount[] };

function Group({ id, title, categories }: GroupProps) {
  return (
    <section id={id} className="pt-8">
      <h2 className="font-semibold text-xl">{title}</h2>
      <ul className="mt-2 grid gap-x-8 sm:grid-cols-2">
        {categories.map(({ category, papers }) => (
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
