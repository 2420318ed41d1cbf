import type { Finding } from "../evidence";
import type { Interpreter, TopicPlace } from "./interpreter";
import type { ObservedMessage } from "../observed-message";
import { DeviceMemory } from "./device-memory";
import { isBefore, type LifecycleEvent } from "./lifecycle-event";
import { reportFinding } from "./report-finding";

/**
 * Reads what a broker tells of its clients' coming and going, on topics of their own and in any order: of each client
 * the newest event counts, and what comes late is nothing new.
 */
export abstract class Lifecycle implements Interpreter {
  readonly #newest = new DeviceMemory<LifecycleEvent>();
  readonly #resetAfter: number;

  /** @param resetAfter milliseconds, see {@link isBefore} */
  constructor(resetAfter: number) {
    this.#resetAfter = resetAfter;
  }

  read(message: ObservedMessage, { device }: TopicPlace): readonly Finding[] {
    if (message.payload.length === 0) {
      this.forget(device);
      return [{ device, evidence: { kind: "removed" } }];
    }
    const event = this.eventOf(message);
    if (event === "unclear") return [{ device, evidence: { kind: "unclear" } }];
    const newest = this.#newest.get(device);
    if (event === undefined || (newest !== undefined && isBefore(event, newest, this.#resetAfter))) return [];
    this.#newest.set(device, event);
    return [reportFinding(device, event.isConnected ? "online" : "offline", event.reason)];
  }

  forget(device: string): void {
    this.#newest.delete(device);
  }

  /** @returns undefined for an event that doesn't tell whether the client is there */
  protected abstract eventOf(message: ObservedMessage): LifecycleEvent | "unclear" | undefined;
}
