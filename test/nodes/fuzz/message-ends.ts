import { Journal } from "../../support/journal";
import { newestNodeRed } from "../../support/node-red-modules";
import { runtimeInternals } from "../../support/runtime-internals";

const { hooks } = runtimeInternals(newestNodeRed()).util;
const HOOK = "onComplete.ends";

/** How the messages into a node end: each call of `done()`, before Node-RED tells Complete and Catch nodes. */
export class MessageEnds {
  readonly #ends = new Map<object, (Error | undefined)[]>();
  /** How many have ended: the messages themselves may throw where they are looked at. */
  readonly #news = new Journal<number>("messages that ended");

  /** Starts to watch. @param id of the node */
  constructor(id: string) {
    hooks.add(HOOK, ({ msg, node, error }) => {
      if (node.id !== id) return;
      this.#ends.set(msg, [...this.of(msg), error]);
      this.#news.add(this.count + 1);
    });
  }

  /** The errors a message has ended with, undefined where it ended well; [] while it has not ended. */
  of(msg: object): readonly (Error | undefined)[] {
    return this.#ends.get(msg) ?? [];
  }

  /** How many messages have ended well. */
  get completed(): number {
    return [...this.#ends.values()].flat().filter((error) => error === undefined).length;
  }

  /** How many have ended. */
  get count(): number {
    return this.#news.all.length;
  }

  /** Resolves when a message has ended. @param patience milliseconds until it throws */
  async wait(msg: object, patience?: number): Promise<void> {
    while (this.of(msg).length === 0) await this.#news.next(undefined, patience);
  }

  stop(): void {
    hooks.remove(HOOK);
  }
}
