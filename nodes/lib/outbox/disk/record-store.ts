import type { OutboxEntry } from "../outbox-entry";
import type { Publication } from "../../messages/publication";

/** What is appended to a store. */
export type StoreRecord =
  /** A message to be sent. */
  | { readonly kind: "message"; readonly entry: OutboxEntry }
  /** Its PUBREC came. */
  | { readonly kind: "received"; readonly sequence: number }
  /** It has come to its end. */
  | { readonly kind: "settled"; readonly sequence: number }
  /** All messages before it in the store, from one sequence number to another one, have. */
  | { readonly kind: "cleared"; readonly first: number; readonly last: number }
  /** From here on another session: no message has been received in it. */
  | { readonly kind: "session"; readonly identity: string };

/** A message as it is read from a store. */
export interface StoredMessage {
  readonly sequence: number;
  readonly publication: Publication;
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly queuedAt: number;
  /** Milliseconds it was worth sending from then on, as it was set then; undefined for ever. */
  readonly lifetime: number | undefined;
  /** Id of the node that sent it. */
  readonly sender: string;
}

/** What a store holds when it is opened. */
export interface StoreContents {
  /** Greater than all that were used. */
  readonly nextSequence: number;
  /** Messages that aren't settled. */
  readonly count: number;
  readonly bytes: number;
  /** How many there are of each sender. */
  readonly senders: ReadonlyMap<string, number>;
  /** The sequence numbers of those whose PUBREC came. */
  readonly received: ReadonlySet<number>;
  /** The last session that began; "" for none. */
  readonly session: string;
}

/** Records in a folder of their own, over restarts. One process has it open at a time. */
export interface RecordStore {
  /** It is open, but its files aren't its own any more, or are gone: nothing can be done but to open it once more. */
  readonly isLost: boolean;
  /**
   * Before all else, and again when it is lost.
   * @returns what it holds, which is nothing where its files are gone; damage has been repaired or set aside, and reported, by then
   * @throws MqttNodeError `store-locked`, `store-failed`: it may be tried again
   */
  open(): Promise<StoreContents>;
  /**
   * Appends records, all or, as far as can be known, none: what failed may be appended again. One call at a time.
   * @param isSynced whether they must survive a loss of power by the time it resolves; else the end of the process only
   * @throws MqttNodeError `store-failed`
   */
  append(records: readonly StoreRecord[], isSynced: boolean): Promise<void>;
  /**
   * Reads on, from the oldest message that isn't settled; what has been settled by the time of reading may be left out.
   * @param bytes about how many
   * @returns [] when it has read all that was appended
   * @throws MqttNodeError `store-failed`
   */
  read(bytes: number): Promise<readonly StoredMessage[]>;
  /** It is about to be closed: an opening that only waits for somebody else to close fails at once. */
  stopWaiting(): void;
  /** Gives the folder free; removes it if nothing is left in it. Doesn't throw. */
  close(): Promise<void>;
}
