import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { parsePageParam } from "@/app/_lib/search-params";
import { env } from "@/env";
import { ArchivePage } from "@/features/digest/issue/components/ArchivePage";
import { ARCHIVE_PATH, buildFeedAlternates } from "@/features/digest/issue/links";
import { listArchive } from "@/features/digest/issue/queries";
import { SubscribeBanner } from "@/features/digest/subscription/components/SubscribeBanner";

type Props = { searchParams: Promise<{ p?: string | string[] }> };

const PAGE_SIZE = 30;

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const page = (await parsePageParam(searchParams)) ?? notFound();
  return {
    title: "Digest archive",
    alternates: {
      canonical: page ? `${ARCHIVE_PATH}?p=${page}` : ARCHIVE_PATH,
      types: buildFeedAlternates(env().siteName),
    },
  };
}

export default async function Page({ searchParams }: Props) {
  const page = (await parsePageParam(searchParams)) ?? notFound();
  // One more than is shown, to know whether there is another page.
  const issues = await listArchive({ skip: page * PAGE_SIZE, take: PAGE_SIZE + 1 });
  if (page > 0 && issues.length === 0) notFound();
  return (
    <ArchivePage
      issues={issues.slice(0, PAGE_SIZE)}
      page={page}
      hasMore={issues.length > PAGE_SIZE}
    >
      <SubscribeBanner outbox={!env().smtpUrl} />
    </ArchivePage>
  );
}
