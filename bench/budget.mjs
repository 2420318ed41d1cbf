/**
 * A budget: `limit` is what ours may be at most, or with `isLowest` at least, or with `isExact` has to be, divided by the side
 * `against` where there is one: the built-in nodes, or `base`, ours in the scenario's own reference.
 */

/** A part of what the built-in nodes take. */
export function timesBuiltIn(limit) {
  return { limit, text: `<= ${limit} x built-in`, of: "built-in", against: "builtIn" };
}

/** A multiple of what ours take in the scenario's `base`, by its name. */
export function timesOwn(limit, name) {
  return { limit, text: `<= ${limit} x our ${name}`, of: name, against: "base" };
}

/** A figure that holds on its own. */
export function atMost(limit, unit) {
  return { limit, text: `<= ${limit} ${unit}`.trim() };
}

/** The same where more is better. */
export function atLeast(limit, unit) {
  return { limit, text: `>= ${limit} ${unit}`.trim(), isLowest: true };
}

/** The same where neither more nor less will do. */
export function exactly(limit) {
  return { limit, text: `= ${limit}`, isExact: true };
}
