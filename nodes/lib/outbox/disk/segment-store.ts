import type { Clock } from "../../clock";
import { MqttNodeError } from "../../errors";
import { failureDetail } from "../../store/failure-detail";
import type { NodeFolder } from "../../store/node-folder";
import { DamageRepair } from "./damage-repair";
import { FolderLock } from "./folder-lock";
import { Ledger } from "./ledger";
import { openLog } from "./log-opening";
import { MessageReader } from "./message-reader";
import { QueueFolder } from "./queue-folder";
import { RecordBuffer } from "./record-buffer";
import type { RecordStore, StoreContents, StoredMessage, StoreRecord } from "./record-store";
import { Segment } from "./segment";
import { SegmentFile } from "./segment-file";

/** Bytes from which on a segment isn't appended to. */
const SEGMENT_SIZE = 4_194_304;

/** Bytes from which on a segment is given up sooner, if nothing is left in it. */
const WORTH_REMOVING = 1_048_576;

/**
 * A log in segments: files that are only appended to. They are removed, the oldest first, when all their messages are
 * settled. No two messages may have the same sequence number.
 */
export class SegmentStore implements RecordStore {
  readonly #folder: QueueFolder;
  readonly #lock: FolderLock;
  readonly #onProblem: (error: MqttNodeError) => void;
  readonly #repair: DamageRepair;
  readonly #buffer = new RecordBuffer();
  #ledger = new Ledger();
  #reader: MessageReader;
  /** The work before: one thing at a time is done with the files. */
  #last: Promise<unknown> = Promise.resolve();
  #isOpen = false;
  /** The failure to remove a segment that was told. */
  #told: string | undefined;

  /** @param onProblem gets `store-damaged`, `store-cut-off`, and `store-failed` for what keeps nobody from going on */
  constructor(folder: NodeFolder, clock: Clock, onProblem: (error: MqttNodeError) => void) {
    this.#folder = new QueueFolder(folder);
    this.#lock = new FolderLock(this.#folder, clock);
    this.#onProblem = onProblem;
    this.#repair = new DamageRepair(this.#folder, onProblem);
    this.#reader = new MessageReader(this.#ledger, this.#repair);
  }

  get isLost(): boolean {
    return this.#isOpen && this.#lock.lost !== undefined;
  }

  open(): Promise<StoreContents> {
    return this.#inTurn(async () => {
      if (this.isLost) await this.#leave();
      await this.#folder.make();
      await this.#lock.take();
      this.#isOpen = true;
      try {
        return await this.#load();
      } catch (error) {
        await this.#leave();
        throw error;
      }
    });
  }

  append(records: readonly StoreRecord[], isSynced: boolean): Promise<void> {
    return this.#inTurn(async () => {
      this.#check();
      const last = this.#ledger.segments.at(-1);
      const isFull = last === undefined || last.file.size >= SEGMENT_SIZE;
      await this.#write(isFull ? await this.#roll() : last, records, isSynced);
      await this.#tidy();
    });
  }

  read(bytes: number): Promise<readonly StoredMessage[]> {
    return this.#inTurn(() => {
      this.#check();
      return this.#reader.read(bytes);
    });
  }

  stopWaiting(): void {
    // It waits for nobody.
  }

  async close(): Promise<void> {
    await this.#inTurn(async () => {
      if (!this.#isOpen) return;
      const isEmpty = this.#lock.lost === undefined && this.#ledger.unsettled === 0;
      try {
        if (isEmpty) await this.#remove(this.#ledger.segments.length);
      } finally {
        await this.#leave();
      }
      if (isEmpty) await this.#folder.remove();
    }).catch((error: unknown) => this.#onProblem(MqttNodeError.from(error)));
  }

  async #load(): Promise<StoreContents> {
    const ledger = (this.#ledger = new Ledger());
    this.#reader = new MessageReader(ledger, this.#repair);
    const { count, bytes, senders } = await openLog(this.#folder, ledger, this.#repair);
    await this.#tidy();
    const { nextSequence, session } = ledger;
    return { nextSequence, count, bytes, senders, received: new Set(ledger.received), session };
  }

  async #leave(): Promise<void> {
    this.#isOpen = false;
    try {
      for (const { file } of this.#ledger.segments) await file.close();
    } finally {
      await this.#lock.release();
    }
  }

  async #write(segment: Segment, records: readonly StoreRecord[], isSynced: boolean): Promise<void> {
    const { file } = segment;
    const isNew = file.size === 0;
    const all = isNew ? [this.#ledger.summary(), ...records] : records;
    // Segments before a new one may be removed, so what it says of them is made safe.
    await file.append(this.#buffer.encode(all, file.marker), isSynced || isNew);
    this.#ledger.note(records);
  }

  /** Begins a new segment. What is in the last one is safe by then: only at the very end of a log something may be missing. */
  async #roll(): Promise<Segment> {
    const last = this.#ledger.segments.at(-1)?.file;
    await last?.sync();
    const segment = new Segment(await SegmentFile.create(this.#folder, (last?.number ?? 0) + 1));
    this.#ledger.segments.push(segment);
    await last?.close();
    return segment;
  }

  /** Removes what is settled. Where it can't be removed it stays: the messages are safe, and it is tried again. */
  async #tidy(): Promise<void> {
    try {
      await this.#removeSettled();
      this.#told = undefined;
    } catch (error) {
      const detail = failureDetail(error);
      if (detail !== this.#told) this.#onProblem(this.#failure(error));
      this.#told = detail;
    }
  }

  async #removeSettled(): Promise<void> {
    const { segments } = this.#ledger;
    const last = segments.at(-1)?.file;
    if (last !== undefined && last.size >= WORTH_REMOVING && this.#ledger.unsettled === 0) {
      await this.#write(await this.#roll(), [], true);
    }
    const kept = segments.findIndex(({ unsettled }) => unsettled.size > 0);
    await this.#remove(kept === -1 ? segments.length - 1 : kept);
  }

  /** Removes as many segments, in their order: one is needed while one before it, of which it may speak, is there. */
  async #remove(count: number): Promise<void> {
    const { segments } = this.#ledger;
    for (let left = count; left > 0; left -= 1) {
      await segments[0]?.file.remove();
      segments.shift();
    }
  }

  #check(): void {
    if (!this.#isOpen) throw new Error("the queue is closed");
    if (this.#lock.lost !== undefined) throw this.#lock.lost;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work).catch((error: unknown) => {
      throw this.#failure(error);
    });
    this.#last = result.catch(() => undefined);
    return result;
  }

  #failure(error: unknown): MqttNodeError {
    if (MqttNodeError.is(error)) return error;
    return new MqttNodeError("store-failed", { file: this.#folder.name, detail: failureDetail(error) });
  }
}
