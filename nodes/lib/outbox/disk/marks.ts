import type { StoreRecord } from "./record-store";

/** Marks that are recorded at a time. */
const MOST_MARKS = 1_000;

/** A record about messages that are in the store, or about all. */
export type MarkRecord = Exclude<StoreRecord, { kind: "message" }>;

interface Mark {
  readonly record: MarkRecord;
  /** To be called when it is safe, or can't be. */
  readonly safe: (() => void) | undefined;
}

/** What is to be recorded beside messages, in its order. A batch of it is being recorded. */
export class Marks {
  #waiting: Mark[] = [];
  #batch: Mark[] = [];

  /** Whether nothing waits behind the batch. */
  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  /** @param safe called when it is recorded, or can't be */
  push(record: MarkRecord, safe?: () => void): void {
    this.#waiting.push({ record, safe });
  }

  /** What is about the last session doesn't matter any more, unless somebody waits for it. */
  forgetSession(): void {
    const isOfSession = ({ kind }: MarkRecord): boolean => kind === "session" || kind === "received";
    this.#waiting = this.#waiting.filter(({ record, safe }) => safe !== undefined || !isOfSession(record));
  }

  /** @returns what is to be recorded next. One batch at a time */
  startBatch(): MarkRecord[] {
    this.#batch = this.#waiting.splice(0, MOST_MARKS);
    return this.#batch.map(({ record }) => record);
  }

  /** The batch is recorded. */
  endBatch(): void {
    for (const { safe } of this.#batch.splice(0)) safe?.();
  }

  /** The batch couldn't be recorded: it is to be again. */
  returnBatch(): void {
    this.#waiting = [...this.#batch.splice(0), ...this.#waiting];
  }

  /** Nobody is to wait any more. @returns those to be called */
  release(): (() => void)[] {
    const released = this.#waiting.flatMap(({ safe }) => safe ?? []);
    this.#waiting = this.#waiting.map(({ record }) => ({ record, safe: undefined }));
    return released;
  }
}
