import { median } from "./median.mjs";

/** The warm-up is not made shorter, or the figures were the compiler's. */
const QUICK_DIVISOR = 5;

/** Measures scenarios, the sides of each in turn so that a busy moment of the machine hits all of them. */
export class Comparison {
  /** One per scenario that ran: its messages by side, and the figures of each side by name, a list of one per run. */
  results = [];
  /** What could not be measured: sentences. */
  failures = [];
  #workbench;
  #options;
  #report;

  /** `report` is told each measurement in a line. */
  constructor(workbench, options, report) {
    this.#workbench = workbench;
    this.#options = options;
    this.#report = report;
  }

  async run(scenario) {
    const sides = (scenario.sides ?? this.#options.sides).filter((side) => this.#options.sides.includes(side));
    if (scenario.base !== undefined && sides.includes("ours")) sides.push("base");
    const runs = Object.fromEntries(sides.map((side) => [side, []]));
    const result = { scenario, messages: {}, runs, failed: new Set() };
    this.results.push(result);
    if (scenario.missing !== undefined) return;
    const rounds = scenario.once === true ? 1 : this.#options.repeat;
    for (let round = 0; round < rounds; round++) {
      for (const side of sides) await this.#measure(result, side);
    }
  }

  /** A side that failed is not tried again. */
  async #measure({ scenario, messages, runs, failed }, side) {
    if (failed.has(side)) return;
    messages[side] = this.#messagesOf(scenario, side);
    try {
      const [measure, who] = side === "base" ? [scenario.base, "ours"] : [scenario.measure, side];
      const figures = await measure(this.#workbench, who, messages[side]);
      runs[side].push(figures);
      this.#report(`${scenario.title}: ${side} ${JSON.stringify(figures, rounded)}`);
    } catch (error) {
      this.failures.push(`${scenario.title}, ${side}: ${error.message}`);
      failed.add(side);
      this.#report(this.failures.at(-1));
    } finally {
      await this.#workbench.clear();
    }
  }

  #messagesOf({ messages, fewer = {}, quick }, side) {
    if (this.#options.quick && quick !== undefined) return quick;
    const { warm, count } = fewer[side] ?? messages;
    return { warm, count: this.#options.quick ? Math.ceil(count / QUICK_DIVISOR) : count };
  }
}

/** A side's figure over all runs: the median, or the worst; undefined if the side did not run. */
export function summary({ runs }, side, { figure, worst = false }) {
  const values = (runs[side] ?? []).map((figures) => figures[figure]);
  if (values.length === 0) return undefined;
  return worst ? Math.max(...values) : median(values);
}

/**
 * Ours divided by the side that a budget names: the median of the rounds' ratios, since a busy moment of the machine hits
 * the sides of one round alike. Undefined if either side did not run.
 */
export function ratio({ runs }, { figure, budget }) {
  const others = runs[budget.against] ?? [];
  const ratios = (runs.ours ?? []).map((ours, round) => ours[figure] / others[round]?.[figure]);
  return ratios.length === 0 || ratios.some(Number.isNaN) ? undefined : median(ratios);
}

function rounded(name, value) {
  if (value === Infinity) return "never";
  return typeof value === "number" ? Number(value.toPrecision(4)) : value;
}
