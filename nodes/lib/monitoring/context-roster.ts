import type { Clock, Timer } from "../clock";
import { MqttNodeError } from "../errors";
import type { KeptRoster } from "../presence/devices/kept-roster";

/** A node's context, as Node-RED gives it; stores that write to a disk answer later. */
export interface NodeContext {
  get(key: string, store: undefined, answered: (error: unknown, value?: unknown) => void): void;
  set(key: string, value: unknown, store: undefined, written: (error?: unknown) => void): void;
}

const KEY = "roster";
/** Milliseconds: a store may write all of it each time. */
const INTERVAL = 5_000;

/** The roster in the node's context. */
export class ContextRoster {
  readonly #context: NodeContext;
  readonly #clock: Clock;
  readonly #onProblem: (error: MqttNodeError) => void;
  #timer: Timer | undefined;

  /** @param onProblem gets `roster-failed` */
  constructor(context: NodeContext, clock: Clock, onProblem: (error: MqttNodeError) => void) {
    this.#context = context;
    this.#clock = clock;
    this.#onProblem = onProblem;
  }

  /** @param loaded gets what is kept; undefined if there is nothing */
  load(loaded: (stored: unknown) => void): void {
    this.#ask((ended) => this.#context.get(KEY, undefined, ended), loaded);
  }

  /** Written soon. @param kept is asked then */
  changed(kept: () => KeptRoster): void {
    this.#timer ??= this.#clock.after(INTERVAL, () => {
      this.#timer = undefined;
      this.save(kept(), () => undefined);
    });
  }

  /** @param saved called when it is written, or can't be */
  save(kept: KeptRoster, saved: () => void): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#ask((ended) => this.#context.set(KEY, kept, undefined, ended), saved);
  }

  /** A store may answer later, with an error, or throw. */
  #ask(call: (ended: (error?: unknown, value?: unknown) => void) => void, answered: (value: unknown) => void): void {
    const answer = new Promise((resolve, reject) => {
      call((error, value) => {
        if (error === undefined || error === null) resolve(value);
        else reject(toError(error));
      });
    });
    answer
      .catch((error: unknown) => this.#failed(toError(error)))
      .then(answered)
      .catch((error: unknown) => this.#onProblem(MqttNodeError.from(error)));
  }

  #failed(error: Error): void {
    this.#onProblem(new MqttNodeError("roster-failed", { detail: error.message }, error));
  }
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

/** Where Node-RED keeps contexts, as far as `settings.js` says it. */
export type ContextStorage = Readonly<Record<string, string | { readonly module?: unknown } | undefined>>;

/** Whether what is in the default store is lost with a restart: it is in memory, unless `settings.js` has another. */
export function isLostWithRestart(storage: ContextStorage | undefined): boolean {
  const chosen = storage?.["default"];
  const store = typeof chosen === "string" ? storage?.[chosen] : chosen;
  return typeof store !== "object" || store.module === "memory";
}
