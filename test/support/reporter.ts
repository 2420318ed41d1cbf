import { appendFileSync } from "node:fs";
import { reporters, type MochaOptions, type Runner } from "mocha";
import type { Skippable } from "./needs";

/** What one mocha run leaves for `npm test` to add up, a line of JSON in the file that `TEST_TOTALS` names. */
export interface Totals {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** The failed tests, a line each: what `npm test` repeats at its end. */
  readonly failures: readonly string[];
  /** Why tests were skipped. */
  readonly reasons: readonly string[];
}

/** Milliseconds for open sockets and timers to go away once the last test has ended. */
const GRACE = 5_000;

/** mocha's own report, then totals, then a failure if something keeps the process alive. */
export default class Reporter extends reporters.Spec {
  constructor(runner: Runner, options: MochaOptions) {
    super(runner, options);
    // Mocha tells of them and goes on; in Node-RED they are its end.
    process.on("unhandledRejection", (reason) => {
      throw reason;
    });
    const reasons = new Set<string>();
    const failures: string[] = [];
    runner.on("fail", (test, error: unknown) => failures.push(failureLine(test.fullTitle(), error)));
    runner.on("pending", (test: Skippable) => reasons.add(test.skipReason ?? "skipped by its own code"));
    runner.once("end", () => {
      const {
        passes: passed,
        failures: failed,
        pending: skipped,
      } = runner.stats ?? { passes: 0, failures: 1, pending: 0 };
      writeTotals({ passed, failed, skipped, failures, reasons: [...reasons] });
      failWhenLeftOpen();
    });
  }
}

/** Characters of an error that are repeated. */
const MOST_SAID = 300;

function failureLine(title: string, error: unknown): string {
  return `${title}: ${String(error).replace(/\s+/g, " ").slice(0, MOST_SAID)}`;
}

function writeTotals(totals: Totals): void {
  const file = process.env["TEST_TOTALS"];
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(totals)}\n`);
}

function failWhenLeftOpen(): void {
  const timer = setTimeout(() => {
    console.error(`The tests left something open: ${process.getActiveResourcesInfo().join(", ")}`);
    // mocha has a listener, too, which makes the exit code the number of failed tests; this one comes after it.
    process.once("exit", () => (process.exitCode = 1));
    process.exit();
  }, GRACE);
  timer.unref();
}
