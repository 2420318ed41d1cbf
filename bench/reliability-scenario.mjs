import { mosquittoMissing, opensslMissing } from "./test-parts.mjs";

/** A scenario that both sides go through once; `messages` are how many to count, `quick` the same in a quick run. */
export function reliabilityScenario(title, measure, rows, { messages = 1, quick } = {}) {
  return {
    title,
    group: "reliability",
    measure,
    messages: { warm: 0, count: messages },
    quick: quick && { warm: 0, count: quick },
    sides: ["builtIn", "ours"],
    once: true,
    missing: mosquittoMissing() ?? opensslMissing(),
    rows,
  };
}

/** A row of the table: a figure of the scenario, and what is allowed. */
export function row(title, figure, budget, unit = "") {
  return { title, figure, unit, budget };
}
