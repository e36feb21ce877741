import { db } from "@/db/client";

/** Lists the state of sources and hosts; those that were never pulled are missing. By primary keys. */
export const listSourceStates = (names: string[]) =>
  db().source.findMany({ where: { name: { in: names } } });

export type SourceState = Awaited<ReturnType<typeof listSourceStates>>[number];

/** Finds the state of a source or a host. By primary key. */
export const findSourceState = (name: string): Promise<SourceState | null> =>
  db().source.findUnique({ where: { name } });
