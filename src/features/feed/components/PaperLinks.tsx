import { ArrowUpRight, Star } from "lucide-react";
import type { ReactNode } from "react";
import type { PaperDetail } from "@/features/papers/queries";
import { isArxivId } from "@/features/papers/schema";

const isWeb = (address: string) => /^https?:\/\//.test(address);

/** Where the paper itself is: at arXiv, or at the addresses that its source gave. */
function homesOf({ id, pageUrl, pdfUrl }: PaperDetail): { name: string; href: string }[] {
  if (isArxivId(id)) {
    return [
      { name: "arXiv", href: `https://arxiv.org/abs/${id}` },
      { name: "PDF", href: `https://arxiv.org/pdf/${id}` },
    ];
  }
  const homes = [
    { name: "Page", href: pageUrl ?? "" },
    { name: "PDF", href: pdfUrl ?? "" },
  ];
  return homes.filter(({ href }) => isWeb(href));
}

export function PaperLinks({ paper }: { paper: PaperDetail }) {
  const media = paper.mediaUrls.filter(isWeb);
  return (
    <p className="mt-5 flex flex-wrap gap-2">
      {homesOf(paper).map(({ name, href }) => (
        <Out key={name} href={href}>
          {name}
        </Out>
      ))}
      {paper.githubRepo && (
        <Out href={paper.githubRepo}>
          Code
          {paper.githubStars !== null && (
            <span className="inline-flex items-center gap-1 text-soft tabular-nums">
              <Star aria-hidden size={13} />
              <span className="sr-only">GitHub stars:</span>
              {paper.githubStars.toLocaleString("en")}
            </span>
          )}
        </Out>
      )}
      {paper.projectPage && <Out href={paper.projectPage}>Project</Out>}
      {paper.doi && <Out href={`https://doi.org/${encodeURI(paper.doi)}`}>DOI</Out>}
      {media.map((address, index) => (
        <Out key={address} href={address}>
          {media.length > 1 ? `Media ${index + 1}` : "Media"}
        </Out>
      ))}
    </p>
  );
}

function Out({ href, children }: { href: string; children: ReactNode }) {
  return (
    <a
      href={href}
      rel="noopener"
      className="inline-flex min-h-11 items-center gap-2 rounded-lg border border-line px-3.5 text-sm font-medium hover:border-edge hover:bg-raised"
    >
      {children}
      <ArrowUpRight aria-hidden size={14} className="text-soft" />
    </a>
  );
}
