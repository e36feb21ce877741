import { notFound } from "next/navigation";
import { AppError } from "@/lib/errors";

/** The value, or the 404 page where a query says that there is none. */
export async function orNotFound<T>(query: Promise<T>): Promise<T> {
  try {
    return await query;
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") notFound();
    throw error;
  }
}
