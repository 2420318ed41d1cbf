import { FLOW_IDENTIFIERS } from "../messages/packet-identifiers";
import { Entries } from "./entries";
import type { MessageQueue } from "./message-queue";
import { MessageTally } from "./message-tally";
import type { OutboxEntry } from "./outbox-entry";

/** A queue that lives as long as the process. */
export class MemoryQueue implements MessageQueue {
  readonly #entries = new Entries();
  readonly #tally = new MessageTally();
  #sequence: number;
  #session = "";

  /**
   * @param random from 0 to less than 1: a session that is kept may still know packet identifiers of the last process,
   * which are not to be used again at once
   */
  constructor(random: () => number) {
    this.#sequence = Math.floor(random() * FLOW_IDENTIFIERS.last);
  }

  get count(): number {
    return this.#tally.count;
  }

  get bytes(): number {
    return this.#tally.bytes;
  }

  get first(): OutboxEntry | undefined {
    return this.#entries.first;
  }

  get session(): string {
    return this.#session;
  }

  waitingOf(sender: string): number {
    return this.#tally.of(sender);
  }

  recordingOf(): number {
    // Nothing is on its way to a disk.
    return 0;
  }

  push(entry: OutboxEntry): void {
    entry.sequence = this.#sequence;
    this.#sequence += 1;
    this.#entries.push(entry);
    this.#tally.add(entry);
  }

  shift(): OutboxEntry | undefined {
    const entry = this.#entries.shift();
    if (entry !== undefined) this.#tally.remove(entry);
    return entry;
  }

  putFirst(entries: readonly OutboxEntry[]): void {
    this.#entries.unshift(entries);
    for (const entry of entries) this.#tally.add(entry);
  }

  take(test: (entry: OutboxEntry) => boolean): OutboxEntry[] {
    const taken = this.#entries.take(test);
    for (const entry of taken) this.#tally.remove(entry);
    return taken;
  }

  clear(): { unended: OutboxEntry[]; count: number } {
    const unended = this.take(() => true);
    return { unended, count: unended.length };
  }

  settle(_entry: OutboxEntry): void {
    // Nothing is kept of what has been shifted.
  }

  received(_entry: OutboxEntry, safe: () => void): void {
    safe();
  }

  beginSession(identity: string, safe: () => void): void {
    this.#session = identity;
    safe();
  }

  flushed(callback: () => void): void {
    callback();
  }

  close(done: () => void): void {
    done();
  }
}
