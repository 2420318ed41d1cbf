import { ratio, summary } from "./comparison.mjs";
import { SIDES } from "./flows.mjs";

/** The rows of the comparison's table: what each side takes, ours as a ratio, and whether the budget is met. */
export function budgetTable(results) {
  const head = ["scenario", "built-in", "floor", "ours", "ratio", "budget", "met?"];
  return [head, ...results.flatMap((result) => result.scenario.rows.map((row) => budgetRow(result, row)))];
}

/** The rows of the second table: how many messages were counted, how fast, and how late the event loop was. */
export function rateTable(results) {
  const head = ["scenario", "side", "messages", "messages a second", "event loop delay, p99"];
  const rows = results.flatMap((result) => SIDES.flatMap((side) => rateRow(result, side)));
  return [head, ...rows];
}

function budgetRow(result, row) {
  const { scenario } = result;
  const title = row.title === undefined ? scenario.title : `${scenario.title}: ${row.title}`;
  if (scenario.missing !== undefined) return [title, "", "", "", "", row.budget.text, `skipped: ${scenario.missing}`];
  const cells = SIDES.map((side) => quantity(summary(result, side, row), row.unit));
  return [title, ...cells, ...verdict(result, row)];
}

function verdict(result, row) {
  const { text, of, against } = row.budget;
  const measured = against === undefined ? summary(result, "ours", row) : ratio(result, row);
  if (measured === undefined) return ["", text, "not measured"];
  const shown = against === undefined ? "" : `${measured.toFixed(2)} x ${of}`;
  return [shown, text, isMet(row.budget, measured) ? "yes" : "NO"];
}

function isMet({ limit, isLowest = false, isExact = false }, measured) {
  if (isExact) return measured === limit;
  return isLowest ? measured >= limit : measured <= limit;
}

function rateRow(result, side) {
  const rate = summary(result, side, { figure: "rate" });
  if (rate === undefined) return [];
  const delay = summary(result, side, { figure: "loopDelay" });
  const { warm, count } = result.messages[side];
  const messages = `${whole(count)} after ${whole(warm)}`;
  return [[result.scenario.title, sideName(side), messages, whole(rate), quantity(delay, "ms")]];
}

function sideName(side) {
  return side === "builtIn" ? "built-in" : side;
}

/** Three significant digits; nothing for a side that was not measured, and "never" for what didn't happen. */
function quantity(value, unit) {
  if (value === undefined) return "";
  if (value === Infinity) return "never";
  return `${value >= 100 ? whole(value) : Number(value.toPrecision(3))} ${unit}`.trim();
}

function whole(value) {
  return Math.round(value).toLocaleString("en-GB");
}
