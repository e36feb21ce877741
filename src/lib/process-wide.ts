/**
 * Returns the values by name. They are on `globalThis`, because Next bundles a module once for each route
 * and each copy has variables of its own. src/cli/serve.mjs, which is not bundled, reads the map too.
 */
function getValues(): Map<string, unknown> {
  const holder: typeof globalThis & { dailyPapers?: Map<string, unknown> } = globalThis;
  holder.dailyPapers ??= new Map();
  return holder.dailyPapers;
}

/** Returns the process's only value of this name. The first call creates it. */
export function rememberOnce<Value>(name: string, create: () => Value): Value {
  const values = getValues();
  if (!values.has(name)) values.set(name, create());
  // A name has one meaning, and so one type.
  return values.get(name) as Value;
}

/**
 * Forgets the value of this name, so that the next call of `rememberOnce` creates a new one. Returns
 * the forgotten value; undefined if there was none.
 */
export function forgetOnce<Value>(name: string): Value | undefined {
  const values = getValues();
  const value = values.get(name) as Value | undefined;
  values.delete(name);
  return value;
}
