import { db } from "@/db/client";

/** How it stands with these sources and gates; of one never pulled there is none. By primary keys. */
export const listSourceStates = (names: string[]) =>
  db().source.findMany({ where: { name: { in: names } } });

export type SourceState = Awaited<ReturnType<typeof listSourceStates>>[number];

/** By primary key. */
export const findSourceState = (name: string): Promise<SourceState | null> =>
  db().source.findUnique({ where: { name } });
