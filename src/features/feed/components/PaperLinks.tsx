import { ArrowUpRight, Star } from "lucide-react";
import type { ReactNode } from "react";
import type { PaperDetail } from "@/features/papers/queries";
import { isArxivId } from "@/features/papers/schema";

const isWebAddress = (address: string) => /^https?:\/\//.test(address);

/** Returns the links to the paper itself: at arXiv, or at the addresses that its source sent. */
function listPaperLinks({ id, pageUrl, pdfUrl }: PaperDetail): { name: string; href: string }[] {
  if (isArxivId(id)) {
    return [
      { name: "arXiv", href: `https://arxiv.org/abs/${id}` },
      { name: "PDF", href: `https://arxiv.org/pdf/${id}` },
    ];
  }
  const links = [
    { name: "Publisher page", href: pageUrl ?? "" },
    { name: "PDF", href: pdfUrl ?? "" },
  ];
  return links.filter(({ href }) => isWebAddress(href));
}

export function PaperLinks({ paper }: { paper: PaperDetail }) {
  const media = paper.mediaUrls.filter(isWebAddress);
  return (
    <p className="mt-5 flex flex-wrap gap-2">
      {listPaperLinks(paper).map(({ name, href }) => (
        <OutsideLink key={name} href={href}>
          {name}
        </OutsideLink>
      ))}
      {paper.githubRepo && (
        <OutsideLink href={paper.githubRepo}>
          Code
          {paper.githubStars !== null && (
            <span className="inline-flex items-center gap-1 text-soft tabular-nums">
              <Star aria-hidden size={13} />
              <span className="sr-only">GitHub stars:</span>
              {paper.githubStars.toLocaleString("en")}
            </span>
          )}
        </OutsideLink>
      )}
      {paper.projectPage && <OutsideLink href={paper.projectPage}>Project</OutsideLink>}
      {paper.doi && <OutsideLink href={`https://doi.org/${encodeURI(paper.doi)}`}>DOI</OutsideLink>}
      {media.map((address, index) => (
        <OutsideLink key={address} href={address}>
          {media.length > 1 ? `Media ${index + 1}` : "Media"}
        </OutsideLink>
      ))}
    </p>
  );
}

function OutsideLink({ href, children }: { href: string; children: ReactNode }) {
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
