import { FLOW_IDENTIFIERS } from "../messages/packet-identifiers";
import { Entries } from "./entries";
import type { MessageQueue } from "./message-queue";
import type { OutboxEntry } from "./outbox-entry";
import { SenderCounts } from "./sender-counts";

/** A queue that lives as long as the process. */
export class MemoryQueue implements MessageQueue {
  /** Nothing is on its way to a disk. */
  readonly recording = 0;
  readonly #entries = new Entries();
  readonly #senders = new SenderCounts();
  #bytes = 0;
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
    return this.#entries.count;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get first(): OutboxEntry | undefined {
    return this.#entries.first;
  }

  get session(): string {
    return this.#session;
  }

  waitingOf(sender: string): number {
    return this.#senders.of(sender);
  }

  recordingOf(): number {
    return this.recording;
  }

  push(entry: OutboxEntry): void {
    entry.sequence = this.#sequence;
    this.#sequence += 1;
    this.#entries.push(entry);
    this.#count(entry, 1);
  }

  shift(): OutboxEntry | undefined {
    const entry = this.#entries.shift();
    if (entry !== undefined) this.#count(entry, -1);
    return entry;
  }

  putFirst(entries: readonly OutboxEntry[]): void {
    this.#entries.unshift(entries);
    for (const entry of entries) this.#count(entry, 1);
  }

  take(test: (entry: OutboxEntry) => boolean): OutboxEntry[] {
    const taken = this.#entries.take(test);
    for (const entry of taken) this.#count(entry, -1);
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

  #count(entry: OutboxEntry, step: 1 | -1): void {
    this.#bytes += step * entry.bytes;
    this.#senders.add(entry.sender, step);
  }
}
