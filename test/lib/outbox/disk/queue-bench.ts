import type { MqttNodeError } from "../../../../nodes/lib/errors";
import { DiskQueue } from "../../../../nodes/lib/outbox/disk/disk-queue";
import type { RecordStore } from "../../../../nodes/lib/outbox/disk/record-store";
import type { OutboxEntry } from "../../../../nodes/lib/outbox/outbox-entry";
import { ManualClock } from "../../../support/manual-clock";
import { FakeRecordStore } from "./fake-record-store";

/** How a bench differs from a process that records to an empty store. */
export interface BenchOptions<Store extends RecordStore> {
  readonly store?: Store;
  readonly persists?: boolean;
  readonly clock?: ManualClock;
}

/** A queue on a disk, as its owner sees it. */
export class QueueBench<Store extends RecordStore = FakeRecordStore> {
  readonly clock: ManualClock;
  readonly store: Store;
  readonly queue: DiskQueue;
  /** Topics whose sender was told that all is well, and those that weren't, with the code. */
  readonly ended: string[] = [];
  /** Codes, and `mended`. */
  readonly troubles: string[] = [];
  changes = 0;
  onChanged: () => void = () => undefined;

  constructor(options: BenchOptions<Store> & { readonly store: Store }) {
    this.store = options.store;
    this.clock = options.clock ?? new ManualClock();
    this.queue = new DiskQueue(
      options.store,
      { persists: options.persists ?? true },
      this.clock,
      {
        changed: () => {
          this.changes += 1;
          this.onChanged();
        },
        troubled: ({ code }) => this.troubles.push(code),
        mended: () => this.troubles.push("mended"),
      },
      () => 0.5,
    );
  }

  /** Topics of the waiting messages that may be sent now, in their order: they are in flight then. */
  shiftAll(): string[] {
    return this.shift(Infinity).map(({ publication }) => publication.topic);
  }

  /** Takes out as many messages as there are, and no more than asked for. */
  shift(most = 1): OutboxEntry[] {
    const entries: OutboxEntry[] = [];
    while (entries.length < most && this.queue.first !== undefined) {
      const { first } = this.queue;
      if (this.queue.shift() !== first) throw new Error("another message than the first was shifted");
      entries.push(first);
    }
    return entries;
  }

  push(topic: string, others: Partial<OutboxEntry> = {}): OutboxEntry {
    const entry: OutboxEntry = {
      sequence: -1,
      publication: { topic, payload: "", qos: others.mayWait === false ? 0 : 1, retain: false, properties: undefined },
      bytes: 100,
      queuedAt: this.clock.date(),
      lifetime: undefined,
      expires: undefined,
      mayWait: true,
      isAnnouncement: false,
      sender: "node",
      progress: "new",
      ended: (error?: MqttNodeError) => this.ended.push(error === undefined ? topic : `${topic} ${error.code}`),
      ...others,
    };
    this.queue.push(entry);
    return entry;
  }

  pushAll(topics: readonly string[], others: Partial<OutboxEntry> = {}): OutboxEntry[] {
    return topics.map((topic) => this.push(topic, others));
  }

  /** As the owner does when the broker has it. */
  acknowledge(...entries: OutboxEntry[]): void {
    for (const entry of entries) {
      const { ended } = entry;
      entry.ended = undefined;
      this.queue.settle(entry);
      ended?.();
    }
  }

  flushed(): Promise<void> {
    return new Promise((resolve) => this.queue.flushed(resolve));
  }

  closed(): Promise<void> {
    return new Promise((resolve) => this.queue.close(resolve));
  }
}

/** A queue on a store that has been opened and has done what it does by itself then. */
export async function openBench(options: BenchOptions<FakeRecordStore> = {}): Promise<QueueBench> {
  const bench = new QueueBench({ ...options, store: options.store ?? new FakeRecordStore() });
  await quiet();
  return bench;
}

/** The next process on the same disk, after a SIGKILL of this one. */
export function killedBench(bench: QueueBench, options: BenchOptions<FakeRecordStore> = {}): Promise<QueueBench> {
  return openBench({ ...options, store: bench.store.killed() });
}

/** Lets happen what happens without anybody's doing: a fake store needs turns of the event loop, but no time. */
export async function quiet(turns = 12): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await new Promise(setImmediate);
}

/** The topics of messages. */
export function topicsOf(entries: readonly OutboxEntry[]): string[] {
  return entries.map(({ publication }) => publication.topic);
}
