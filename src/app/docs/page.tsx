import type { Metadata } from "next";
import { env } from "@/env";
import { buildApiDocument } from "@/features/feed/api/document";
import { ApiDocs } from "@/features/feed/components/ApiDocs";

export const metadata: Metadata = {
  title: "Read API",
  description: "How programs read this site: addresses, parameters, answers, errors, limits.",
  alternates: { canonical: "/docs" },
};

export default function DocsPage() {
  return <ApiDocs document={buildApiDocument(env())} />;
}
