import { MqttNodeError } from "../../errors";
import type { QueueEvents } from "../message-queue";

/** What is wrong with a disk, to which there are several kinds of access: told once, and also when nothing is any more. */
export class DiskTrouble {
  readonly #events: Pick<QueueEvents, "troubled" | "mended">;
  /** The kinds of access that fail, and why. */
  readonly #failing = new Map<object, string>();

  constructor(events: Pick<QueueEvents, "troubled" | "mended">) {
    this.#events = events;
  }

  /** Whether a kind of access has failed since it last succeeded. */
  isOf(access: object): boolean {
    return this.#failing.has(access);
  }

  /** A kind of access has failed. */
  add(access: object, reason: unknown): void {
    const error = MqttNodeError.from(reason);
    const words = `${error.code} ${JSON.stringify(error.values)}`;
    const isTold = [...this.#failing.values()].includes(words);
    this.#failing.set(access, words);
    if (!isTold) this.#events.troubled(error);
  }

  /** A kind of access has succeeded. */
  remove(access: object): void {
    if (this.#failing.delete(access) && this.#failing.size === 0) this.#events.mended();
  }
}
