import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { env } from "@/env";
import { AccountMenu } from "@/features/auth/components/AccountMenu";
import { SearchBox } from "@/features/search/components/SearchBox";
import "./globals.css";

/** Every request reads the database: Next must not render pages at build time. */
export const dynamic = "force-dynamic";

export function generateMetadata(): Metadata {
  const { siteName, siteUrl, siteCurator } = env();
  const curators = siteCurator ? ` by ${siteCurator} and the research community` : "";
  return {
    metadataBase: new URL(siteUrl),
    title: { default: siteName, template: `%s · ${siteName}` },
    description: `A daily feed of research papers${curators}.`,
    openGraph: { siteName, type: "website" },
  };
}

export const viewport: Viewport = {
  colorScheme: "light dark",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#fbfaf7" },
    { media: "(prefers-color-scheme: dark)", color: "#14161a" },
  ],
};

export default function RootLayout({ children }: { children: ReactNode }) {
  const { siteName } = env();
  return (
    <html lang="en">
      <body>
        <a
          href="#main"
          className="sr-only focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-10 focus:rounded focus:bg-ground focus:px-3 focus:py-2"
        >
          Skip to content
        </a>
        <header className="border-line border-b">
          <div className="mx-auto flex min-h-14 max-w-5xl flex-wrap items-center gap-x-1 px-4 sm:flex-nowrap sm:px-6">
            <a href="/" className="mr-auto py-3 font-semibold font-serif text-lg tracking-tight">
              {siteName}
            </a>
            {/* Hidden on the search page, which has its own, larger box. */}
            <div className="order-last w-full pb-3 sm:order-none sm:w-64 sm:px-2 sm:pb-0 [body:has([data-large])_&]:hidden">
              <SearchBox />
            </div>
            <nav aria-label="Site" className="flex items-center text-sm">
              <a href="/papers/trending" className="px-2.5 py-3 text-soft hover:text-ink">
                Trending
              </a>
              <a href="/about" className="px-2.5 py-3 text-soft hover:text-ink">
                About
              </a>
              <AccountMenu />
            </nav>
          </div>
        </header>
        <main id="main" className="mx-auto w-full max-w-5xl flex-1 px-4 sm:px-6">
          {children}
        </main>
        <footer className="mt-16 border-line border-t">
          <div className="mx-auto flex max-w-5xl flex-wrap gap-x-6 gap-y-1 px-4 py-8 text-sm text-soft sm:px-6">
            <span>{siteName}</span>
            <a href="/about" className="quiet-link">
              How papers are ranked
            </a>
            <a href="/status" className="quiet-link">
              Status
            </a>
            <a href="/digest" className="quiet-link">
              Digest archive
            </a>
            <a href="/docs" className="quiet-link">
              API
            </a>
            <span className="sm:ml-auto">
              Thank you to arXiv for use of its open access interoperability.
            </span>
          </div>
        </footer>
      </body>
    </html>
  );
}
