import { createHook } from "node:async_hooks";
import path from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";

const KINDS: ReadonlySet<string> = new Set(["Timeout", "TCPWRAP"]);
const OURS = [path.join(__dirname, "../../nodes") + path.sep, `node_modules${path.sep}mqtt${path.sep}`];

/** Milliseconds: a closed socket is reported a few turns later. */
const PATIENCE = 5_000;

/** Watches which timers and sockets are made by this package and its MQTT client. */
export class Leftovers {
  readonly #alive = new Map<number, string>();
  readonly #hook = createHook({
    init: (id, kind) => {
      if (KINDS.has(kind)) this.#made(id, kind);
    },
    destroy: (id) => this.#alive.delete(id),
  });

  /** Starts to watch. */
  constructor() {
    this.#hook.enable();
  }

  /** How many live at this moment. */
  get count(): number {
    return this.#alive.size;
  }

  /** Ends the watch. @returns where each was made that is not gone, even some turns later */
  async remaining(): Promise<string[]> {
    const end = performance.now() + PATIENCE;
    while (this.#alive.size > 0 && performance.now() < end) await nextTurn();
    this.#hook.disable();
    return [...this.#alive.values()];
  }

  #made(id: number, kind: string): void {
    const { stack = "" } = new Error(kind);
    if (OURS.some((place) => stack.includes(place))) this.#alive.set(id, stack);
  }
}
