import type { Clock, Timer } from "../../nodes/lib/clock";

interface Call {
  readonly due: number;
  readonly callback: () => void;
}

/** Milliseconds. */
const LONGEST = 2_147_483_647;

/** Milliseconds since 1970. */
const START = 1_790_000_000_000;

/** A clock whose time the test advances. */
export class ManualClock implements Clock {
  #now = 0;
  #calls: Call[] = [];

  /** How many calls are to come: none once everything is closed. */
  get pending(): number {
    return this.#calls.length;
  }

  now(): number {
    return this.#now;
  }

  /** Starts somewhere in 2026. */
  date(): number {
    return START + this.#now;
  }

  after(milliseconds: number, callback: () => void): Timer {
    if (milliseconds > LONGEST) throw new RangeError("a timer of Node.js can't be that long");
    const call = { due: this.#now + milliseconds, callback };
    this.#calls.push(call);
    return { cancel: () => this.#remove(call) };
  }

  /** Lets time pass: calls in order what falls due, and what these calls ask for within the same time. */
  advance(milliseconds: number): void {
    const end = this.#now + milliseconds;
    for (let call = this.#firstBy(end); call !== undefined; call = this.#firstBy(end)) {
      this.#now = Math.max(this.#now, call.due);
      this.#remove(call);
      call.callback();
    }
    this.#now = end;
  }

  #firstBy(end: number): Call | undefined {
    const due = this.#calls.filter((call) => call.due <= end);
    return due.reduce<Call | undefined>(
      (first, call) => (first === undefined || call.due < first.due ? call : first),
      undefined,
    );
  }

  #remove(call: Call): boolean {
    const index = this.#calls.indexOf(call);
    if (index !== -1) this.#calls.splice(index, 1);
    return index !== -1;
  }
}
