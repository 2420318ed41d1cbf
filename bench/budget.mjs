/**
 * A budget: `limit` is what ours divided by `reference(figures)` may be at most; `figures` are those of the sides, and
 * `base`, ours in the scenario that the budget names.
 */

/** A part of what the built-in nodes take. */
export function timesBuiltIn(limit) {
  return { limit, text: `<= ${limit} x built-in`, of: "built-in", reference: ({ builtIn }) => builtIn };
}

/** A multiple of what ours take in another scenario, named by its title. */
export function timesOwn(limit, baseTitle, name) {
  return { limit, text: `<= ${limit} x our ${name}`, of: name, baseTitle, reference: ({ base }) => base };
}

/** A figure that holds on its own. */
export function atMost(limit, unit) {
  return { limit, text: `<= ${limit} ${unit}`.trim(), reference: () => 1 };
}
