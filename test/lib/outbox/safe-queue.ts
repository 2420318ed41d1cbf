import { MemoryQueue } from "../../../nodes/lib/outbox/memory-queue";
import type { QueueEvents } from "../../../nodes/lib/outbox/message-queue";
import type { OutboxEntry } from "../../../nodes/lib/outbox/outbox-entry";

/** A queue like one on disk: a message has ended for its sender when it is in it. */
export class SafeQueue extends MemoryQueue {
  readonly events: QueueEvents;
  /** How often all that wait were looked through. */
  looks = 0;
  /** Whether it takes its time to remember a PUBREC, or what is on its way to the disk. */
  isSlow = false;
  /** The topics of those that were settled. */
  readonly settled: string[] = [];
  readonly #unsafe: (() => void)[] = [];
  #closed: (() => void) | undefined;

  constructor(events: QueueEvents) {
    super(() => 0);
    this.events = events;
  }

  override push(entry: OutboxEntry): void {
    super.push(entry);
    const { ended } = entry;
    entry.ended = undefined;
    ended?.();
  }

  /** What is safe isn't asked. */
  override take(): OutboxEntry[] {
    this.looks += 1;
    return [];
  }

  override received(_entry: OutboxEntry, safe: () => void): void {
    if (this.isSlow) this.#unsafe.push(safe);
    else safe();
  }

  override settle({ publication }: OutboxEntry): void {
    this.settled.push(publication.topic);
  }

  override flushed(callback: () => void): void {
    if (this.isSlow) this.#unsafe.push(callback);
    else callback();
  }

  /** What was slow is safe. */
  save(): void {
    for (const safe of this.#unsafe.splice(0)) safe();
  }

  override close(done: () => void): void {
    this.#closed = done;
  }

  /** Its files are closed. */
  closed(): void {
    this.#closed?.();
  }

  /** It has found messages of the process before. */
  find(...entries: OutboxEntry[]): void {
    for (const entry of entries) super.push(entry);
    this.events.changed();
  }
}
