import { MqttNodeError } from "../../../../nodes/lib/errors";
import type {
  RecordStore,
  StoreContents,
  StoredMessage,
  StoreRecord,
} from "../../../../nodes/lib/outbox/disk/record-store";

/** A record as it would be read again. */
type Written =
  Exclude<StoreRecord, { kind: "message" }> | { readonly kind: "message"; readonly message: StoredMessage };

/** A call of `append`. */
export interface Append {
  /** `a`, `received 1`, `settled 1`, `cleared 1-9`, `session x`: messages by their topics. */
  readonly words: readonly string[];
  readonly isSynced: boolean;
}

interface Pending {
  readonly written: readonly Written[];
  readonly end: (error?: MqttNodeError) => void;
}

/** A store whose disk is an array, as slow and as faulty as a test wants it. */
export class FakeRecordStore implements RecordStore {
  /** All calls, those that failed included. */
  readonly appends: Append[] = [];
  /** Why it can't be opened. */
  openFailure: MqttNodeError | undefined;
  /** Why nothing can be appended. */
  appendFailure: MqttNodeError | undefined;
  /** Why nothing can be read. */
  readFailure: MqttNodeError | undefined;
  /** Whether calls wait for {@link release}. */
  isHeld = false;
  /** Whether messages can be read that are still being appended. */
  readsAhead = false;
  isClosed = false;
  /** Messages that were read and hadn't been settled. */
  reads = 0;
  /** Topics of what it held when it was opened; undefined before. */
  found: readonly string[] | undefined;
  readonly #written: Written[] = [];
  #settled = new Set<number>();
  #lost: MqttNodeError | undefined;
  #pending: Pending | undefined;
  #held: (() => void)[] = [];
  #cursor = 0;
  #isDead = false;
  #forgotten: string | undefined;

  constructor(written: readonly Written[] = []) {
    this.#write(written);
  }

  /** The topics of the messages that aren't settled. */
  get topics(): string[] {
    return this.#messages().map(({ publication }) => publication.topic);
  }

  get isLost(): boolean {
    return this.#lost !== undefined;
  }

  async open(): Promise<StoreContents> {
    const isLost = this.#lost !== undefined;
    if (isLost) this.found = this.#lost = undefined;
    await this.#turn();
    if (this.openFailure !== undefined) throw this.openFailure;
    if (this.found !== undefined) throw new Error("a store is opened once, or when it is lost");
    this.#cursor = 0;
    this.found = this.topics;
    return this.#contents();
  }

  async append(records: readonly StoreRecord[], isSynced: boolean): Promise<void> {
    this.#assertOpen();
    if (this.#pending !== undefined) throw new Error("one append at a time");
    this.appends.push({ words: records.map(words), isSynced });
    const written = records.map(copy);
    await new Promise<void>((resolve, reject) => {
      const end = (error = this.#lost ?? this.appendFailure): void => {
        if (this.#isDead) return;
        this.#pending = undefined;
        if (error !== undefined) return this.#failed(error, reject);
        this.#write(written);
        resolve();
      };
      this.#pending = { written, end };
      if (!this.isHeld) setImmediate(() => this.#pending?.end());
    });
  }

  async read(bytes: number): Promise<readonly StoredMessage[]> {
    this.#assertOpen();
    await this.#turn();
    const failure = this.#lost ?? this.readFailure;
    if (failure !== undefined) throw failure;
    const messages: StoredMessage[] = [];
    const all = [...this.#written, ...(this.readsAhead ? (this.#pending?.written ?? []) : [])];
    for (let sum = 0; sum < bytes && this.#cursor < all.length; this.#cursor += 1) {
      const record = all[this.#cursor];
      if (record?.kind !== "message" || this.#settled.has(record.message.sequence)) continue;
      if (record.message.publication.topic === this.#forgotten) continue;
      messages.push(record.message);
      sum += record.message.bytes;
    }
    this.reads += messages.length;
    return messages;
  }

  stopWaiting(): void {
    // It waits for the test only.
  }

  async close(): Promise<void> {
    this.#assertOpen();
    if (this.#pending !== undefined) throw new Error("it is still being appended to");
    await this.#turn();
    this.isClosed = true;
  }

  /** Lets go on what is held, once. */
  release(): void {
    if (this.#isDead) return;
    this.releaseReads();
    this.#pending?.end();
  }

  /** The same, but for an append. */
  releaseReads(): void {
    for (const go of this.#held.splice(0)) go();
  }

  /** Nothing happens any more. @returns what the next process finds @param survivors how many records of an append under way have reached the disk */
  killed(survivors = 0): FakeRecordStore {
    this.#isDead = true;
    return new FakeRecordStore([...this.#written, ...(this.#pending?.written.slice(0, survivors) ?? [])]);
  }

  /** Another process has its files now. */
  lose(): void {
    this.#lost = locked();
  }

  /** Somebody has deleted its files. */
  vanish(): void {
    this.#lost = vanished();
    this.#written.length = 0;
    this.#settled = new Set();
  }

  /** What another process does to the files. */
  change(records: readonly StoreRecord[]): void {
    this.#write(records.map(copy));
  }

  /** A message is damaged after it has been counted. */
  forget(topic: string): void {
    this.#forgotten = topic;
  }

  async #turn(): Promise<void> {
    await new Promise<void>((resolve) => {
      if (this.isHeld) this.#held.push(resolve);
      else setImmediate(() => this.#isDead || resolve());
    });
  }

  #failed(error: MqttNodeError, reject: (error: MqttNodeError) => void): void {
    this.#cursor = Math.min(this.#cursor, this.#written.length);
    reject(error);
  }

  #write(written: readonly Written[]): void {
    for (const record of written) {
      this.#written.push(record);
      this.#noteSettled(record);
    }
  }

  #noteSettled(record: Written): void {
    if (record.kind === "settled") this.#settled.add(record.sequence);
    if (record.kind !== "cleared") return;
    for (const { sequence } of this.#messages()) {
      if (sequence >= record.first && sequence <= record.last) this.#settled.add(sequence);
    }
  }

  #messages(): StoredMessage[] {
    return this.#written
      .flatMap((record) => (record.kind === "message" ? record.message : []))
      .filter(({ sequence }) => !this.#settled.has(sequence));
  }

  #contents(): StoreContents {
    const messages = this.#messages();
    const senders = new Map<string, number>();
    for (const { sender } of messages) senders.set(sender, (senders.get(sender) ?? 0) + 1);
    const sequences = this.#written.map((record) => (record.kind === "message" ? record.message.sequence : -1));
    return {
      nextSequence: sequences.reduce((greatest, sequence) => Math.max(greatest, sequence), -1) + 1,
      count: messages.length,
      bytes: messages.reduce((sum, { bytes }) => sum + bytes, 0),
      senders,
      ...this.#session(),
    };
  }

  #session(): Pick<StoreContents, "session" | "received"> {
    let session = "";
    const received = new Set<number>();
    for (const record of this.#written) {
      if (record.kind === "received") received.add(record.sequence);
      if (record.kind !== "session") continue;
      session = record.identity;
      received.clear();
    }
    return { session, received };
  }

  #assertOpen(): void {
    if (this.found === undefined || this.isClosed) throw new Error("the store isn't open");
  }
}

function copy(record: StoreRecord): Written {
  if (record.kind !== "message") return record;
  const { sequence, publication, bytes, queuedAt, lifetime, sender } = record.entry;
  return { kind: "message", message: { sequence, publication, bytes, queuedAt, lifetime, sender } };
}

function words(record: StoreRecord): string {
  if (record.kind === "message") return record.entry.publication.topic;
  if (record.kind === "session") return `session ${record.identity}`;
  if (record.kind === "cleared") return `cleared ${record.first}-${record.last}`;
  return `${record.kind} ${record.sequence}`;
}

/** A disk without space. */
export function diskFull(): MqttNodeError {
  return new MqttNodeError("store-failed", { file: "queue", detail: "ENOSPC: no space left on device, write" });
}

/** A store whose folder is no more. */
export function vanished(): MqttNodeError {
  return new MqttNodeError("store-failed", { file: "queue/lock", detail: "ENOENT: no such file or directory" });
}

/** A store that another process has open. */
export function locked(): MqttNodeError {
  return new MqttNodeError("store-locked", { folder: "queue" });
}
