import { EventEmitter, once } from "node:events";
import type { Clock } from "../../clock";
import { MqttNodeError } from "../../errors";
import type { NodeFolder } from "../../store/node-folder";
import { QueueFolder } from "./queue-folder";
import type { RecordStore, StoreContents, StoredMessage, StoreRecord } from "./record-store";

/** Milliseconds: a deploy lets a connection wait for its successor for ten seconds, and then closes it. */
const PATIENCE = 15_000;

/** The folders that stores of this process have, each with whom to tell when it is free. */
const taken = new Map<string, EventEmitter>();

/**
 * A store that opens when no other of this process has its folder any more: in a deploy a node's successor is there
 * before it has gone.
 */
export class StoreInTurn implements RecordStore {
  readonly #store: RecordStore;
  readonly #folder: QueueFolder;
  readonly #clock: Clock;
  #isItsTurn = false;
  #waiting = new AbortController();

  /** @param folder of its node */
  constructor(store: RecordStore, folder: NodeFolder, clock: Clock) {
    this.#store = store;
    this.#folder = new QueueFolder(folder);
    this.#clock = clock;
  }

  get isLost(): boolean {
    return this.#store.isLost;
  }

  async open(): Promise<StoreContents> {
    if (!this.#isItsTurn) await this.#wait();
    try {
      return await this.#store.open();
    } catch (error) {
      this.#end();
      throw error;
    }
  }

  append(records: readonly StoreRecord[], isSynced: boolean): Promise<void> {
    return this.#store.append(records, isSynced);
  }

  read(bytes: number): Promise<readonly StoredMessage[]> {
    return this.#store.read(bytes);
  }

  stopWaiting(): void {
    this.#waiting.abort();
  }

  async close(): Promise<void> {
    await this.#store.close();
    if (this.#isItsTurn) this.#end();
  }

  /** @throws MqttNodeError `store-locked`, where the other one has it for longer than a deploy takes, or nobody waits any more */
  async #wait(): Promise<void> {
    const { path, name } = this.#folder;
    const waiting = (this.#waiting = new AbortController());
    const timer = this.#clock.after(PATIENCE, () => waiting.abort());
    try {
      for (let other = taken.get(path); other !== undefined; other = taken.get(path)) {
        await once(other, "free", { signal: waiting.signal });
      }
    } catch {
      throw new MqttNodeError("store-locked", { folder: name });
    } finally {
      timer.cancel();
    }
    this.#isItsTurn = true;
    taken.set(path, new EventEmitter());
  }

  #end(): void {
    this.#isItsTurn = false;
    const turn = taken.get(this.#folder.path);
    taken.delete(this.#folder.path);
    turn?.emit("free");
  }
}
