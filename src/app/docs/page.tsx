import type { Metadata } from "next";
import { env } from "@/env";
import { buildApiDocument } from "@/features/feed/api/document";
import { ApiDocs } from "@/features/feed/components/ApiDocs";

export const metadata: Metadata = {
  title: "Read API",
  description: "The read API of this site: addresses, parameters, responses, errors, limits.",
  alternates: { canonical: "/docs" },
};

export default function DocsPage() {
  return <ApiDocs document={buildApiDocument(env())} />;
}
