import { notFound } from "next/navigation";
import { AppError } from "@/lib/errors";

/** Returns the result of a query, or shows the 404 page if the query throws not_found. */
export async function orNotFound<T>(query: Promise<T>): Promise<T> {
  try {
    return await query;
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") notFound();
    throw error;
  }
}
