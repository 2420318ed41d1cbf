import type { Fields } from "../../../config/field";

/** All properties of a node as the editor saves a new one, with some of them set. */
export function withDefaults<F extends Fields>(
  fields: F,
  set: { readonly [P in keyof F]?: unknown },
): Readonly<Record<string, unknown>> {
  const fallbacks = Object.entries(fields).map(([name, { fallback }]) => [name, fallback ?? ""] as const);
  return { ...Object.fromEntries(fallbacks), ...set };
}
