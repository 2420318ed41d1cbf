import type { Fields } from "../../../config/field";

/** All properties of a node as the editor saves a new one, with some of them set. */
export function withDefaults<F extends Fields>(
  fields: F,
  set: { readonly [P in keyof F]?: unknown },
): Readonly<Record<string, unknown>> {
  const all: Record<string, unknown> = {};
  for (const [name, { fallback }] of Object.entries(fields)) all[name] = fallback === undefined ? "" : fallback;
  return { ...all, ...set };
}
