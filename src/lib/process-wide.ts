/**
 * Returns the process's only value of this name, created at its first use.
 *
 * A module's variable is not enough for that: Next bundles a module once for each route, and each
 * copy has variables of its own.
 */
export function rememberOnce<Value>(name: string, create: () => Value): Value {
  const kept = globalThis as typeof globalThis & { dailyPapers?: Map<string, unknown> };
  kept.dailyPapers ??= new Map();
  if (!kept.dailyPapers.has(name)) kept.dailyPapers.set(name, create());
  return kept.dailyPapers.get(name) as Value;
}

/** Forgets the value of this name: the next use creates a new one. */
export function forgetOnce(name: string): void {
  const kept = globalThis as typeof globalThis & { dailyPapers?: Map<string, unknown> };
  kept.dailyPapers?.delete(name);
}
