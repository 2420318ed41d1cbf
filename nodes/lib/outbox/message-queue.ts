import type { MqttNodeError } from "../errors";
import type { OutboxEntry } from "./outbox-entry";

/** What a queue tells its owner. */
export interface QueueEvents {
  /** There may be a {@link MessageQueue.first} where there was none, or more that count than before. */
  changed(): void;
  /** Files can't be written, read or locked: once until they can, or can't for another reason. */
  troubled(error: MqttNodeError): void;
  /** They can again, all of them; once after {@link troubled}. */
  mended(): void;
}

/**
 * Accepted messages in their order, in memory or on disk. A message waits until it is shifted; it is forgotten when it
 * is settled: until then a queue on disk keeps it for the next process.
 */
export interface MessageQueue {
  /** Messages that wait. */
  readonly count: number;
  /** The bytes of all that wait. */
  readonly bytes: number;
  /** The next message; undefined if there is none, or while it can't be sent yet: it is being read, or written. */
  readonly first: OutboxEntry | undefined;
  /** Of which session what is in flight is, by an identity of broker and client; "" if of none, undefined if not known yet. */
  readonly session: string | undefined;
  /** How many messages of a sender wait. */
  waitingOf(sender: string): number;
  /** Those among them that are on their way to the disk, and not safe there yet; 0 while it fails. */
  recordingOf(sender: string): number;
  /** Takes one more at the end, and gives it its sequence number. */
  push(entry: OutboxEntry): void;
  /** Takes {@link first} out: it is on its way. */
  shift(): OutboxEntry | undefined;
  /** Puts messages that were shifted back in front of all others, in their order. */
  putFirst(entries: readonly OutboxEntry[]): void;
  /** Takes out those in memory that a test holds for; what is safe on disk isn't asked. */
  take(test: (entry: OutboxEntry) => boolean): OutboxEntry[];
  /** Takes out all that wait, and settles them at once, however many there are. @returns those whose end nobody has been told of, and how many there were */
  clear(): { readonly unended: OutboxEntry[]; readonly count: number };
  /** The message, which was shifted or taken, has come to its end. */
  settle(entry: OutboxEntry): void;
  /** Its PUBREC came. @param safe called when that won't be forgotten, so that PUBREL may follow */
  received(entry: OutboxEntry, safe: () => void): void;
  /**
   * A new session begins: what was in flight in the last one hasn't been sent in this one.
   * @param safe called when that won't be forgotten, so that something may be sent in it
   */
  beginSession(identity: string, safe: () => void): void;
  /** Calls back when nothing is on its way to the disk: what could be made safe is. */
  flushed(callback: () => void): void;
  /**
   * Takes and settles nothing any more, and tells nothing; what is in memory only is the owner's to end before.
   * @param done called when all files are closed
   */
  close(done: () => void): void;
}
