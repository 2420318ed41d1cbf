import { crc32 } from "node:zlib";
import type { Publication } from "../../messages/publication";
import type { OutboxEntry } from "../outbox-entry";
import * as layout from "./record-layout";
import type { StoreRecord } from "./record-store";
import { encodeProperties } from "./stored-properties";

/** What all records of the segments before say, but for messages that aren't settled: whole in one record, or not at all. */
export interface Summary {
  readonly kind: "summary";
  readonly nextSequence: number;
  readonly session: string;
  readonly received: readonly number[];
}

/** Bytes; what a large message needed beyond them is given back. */
const USUAL = 65_536;

/** Bytes of a message's record beside its texts and its payload, at most. */
const MESSAGE_OVERHEAD = layout.SENDER_AT + 4 + 4 + 8 + 4;

const TYPES = { received: layout.RECEIVED, settled: layout.SETTLED };

/** Records as the bytes that are appended to a segment. */
export class RecordBuffer {
  #buffer = Buffer.allocUnsafe(USUAL);
  /** Where the next byte goes. */
  #at = 0;

  /** @returns bytes that the next call overwrites */
  encode(records: readonly (StoreRecord | Summary)[], marker: number): Buffer {
    if (this.#buffer.length > USUAL) this.#buffer = Buffer.allocUnsafe(USUAL);
    this.#at = 0;
    for (const record of records) {
      const start = this.#at;
      this.#write(record);
      this.#seal(start, marker);
    }
    return this.#buffer.subarray(0, this.#at);
  }

  #write(record: StoreRecord | Summary): void {
    if (record.kind === "message") return this.#writeMessage(record.entry);
    if (record.kind === "session") return this.#writeSession(record.identity);
    if (record.kind === "summary") return this.#writeSummary(record);
    if (record.kind === "cleared") return this.#writeCleared(record.first, record.last);
    this.#begin(TYPES[record.kind], record.sequence, layout.REST_AT);
  }

  #writeSession(identity: string): void {
    this.#begin(layout.SESSION, 0, layout.REST_AT + Buffer.byteLength(identity));
    this.#at += this.#buffer.write(identity, this.#at);
  }

  #writeSummary({ nextSequence, session, received }: Summary): void {
    this.#begin(layout.SUMMARY, nextSequence, layout.REST_AT + 4 + Buffer.byteLength(session) + 8 * received.length);
    this.#writeText(session);
    for (const sequence of received) this.#writeSequence(sequence);
  }

  #writeCleared(first: number, last: number): void {
    this.#begin(layout.CLEARED, first, layout.REST_AT + 8);
    this.#writeSequence(last);
  }

  #writeMessage({ sequence, publication, bytes, queuedAt, lifetime, sender }: OutboxEntry): void {
    const { topic, payload, properties } = publication;
    const json = properties === undefined ? "" : encodeProperties(properties);
    const texts = Buffer.byteLength(sender) + Buffer.byteLength(topic) + Buffer.byteLength(json);
    this.#begin(layout.MESSAGE, sequence, MESSAGE_OVERHEAD + texts + Buffer.byteLength(payload));
    this.#at = this.#buffer.writeDoubleLE(queuedAt, this.#at);
    this.#at = this.#buffer.writeUInt32LE(bytes, this.#at);
    this.#at = this.#buffer.writeUInt8(flagsOf(publication, lifetime), this.#at);
    this.#writeText(sender);
    this.#writeText(topic);
    if (lifetime !== undefined) this.#at = this.#buffer.writeDoubleLE(lifetime, this.#at);
    if (properties !== undefined) this.#writeText(json);
    if (typeof payload === "string") this.#at += this.#buffer.write(payload, this.#at);
    else this.#at += payload.copy(this.#buffer, this.#at);
  }

  #writeText(text: string): void {
    const start = this.#at + 4;
    const length = this.#buffer.write(text, start);
    this.#buffer.writeUInt32LE(length, this.#at);
    this.#at = start + length;
  }

  /** @param length of the record at most */
  #begin(type: number, sequence: number, length: number): void {
    this.#reserve(length);
    this.#at = this.#buffer.writeUInt8(type, this.#at + layout.TYPE_AT);
    this.#writeSequence(sequence);
  }

  #writeSequence(sequence: number): void {
    const high = this.#buffer.writeUInt32LE(sequence % layout.TWO_TO_32, this.#at);
    this.#at = this.#buffer.writeUInt32LE(Math.floor(sequence / layout.TWO_TO_32), high);
  }

  #reserve(length: number): void {
    if (this.#at + length <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#at + length, 2 * this.#buffer.length));
    this.#buffer.copy(larger, 0, 0, this.#at);
    this.#buffer = larger;
  }

  #seal(start: number, marker: number): void {
    const content = this.#buffer.subarray(start + layout.TYPE_AT, this.#at);
    this.#buffer.writeUInt32BE(marker, start);
    this.#buffer.writeUInt32LE(content.length, start + layout.LENGTH_AT);
    this.#buffer.writeUInt32LE(crc32(content), start + layout.CHECK_AT);
  }
}

function flagsOf({ qos, retain, payload, properties }: Publication, lifetime: number | undefined): number {
  let flags: number = qos;
  if (retain) flags |= layout.RETAIN;
  if (typeof payload === "string") flags |= layout.IS_TEXT;
  if (lifetime !== undefined) flags |= layout.HAS_LIFETIME;
  if (properties !== undefined) flags |= layout.HAS_PROPERTIES;
  return flags;
}
