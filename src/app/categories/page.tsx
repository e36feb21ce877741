import type { Metadata } from "next";
import { CategoryList } from "@/features/feed/components/CategoryList";
import { listCategories } from "@/features/feed/queries-topic";

export const metadata: Metadata = {
  title: "Categories",
  alternates: { canonical: "/categories" },
};

export default async function CategoriesPage() {
  return <CategoryList categories={await listCategories()} />;
}
