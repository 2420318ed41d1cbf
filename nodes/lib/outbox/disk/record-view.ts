import type { Publication } from "../../messages/publication";
import type { QoS } from "../../messages/qos";
import type { Summary } from "./record-buffer";
import * as layout from "./record-layout";
import type { StoredMessage } from "./record-store";
import { decodeProperties } from "./stored-properties";

/** A record that was found whole; one object shows one after the other, and each only while it is being looked at. */
export class RecordView {
  #buffer: Buffer = Buffer.alloc(0);
  #start = 0;
  #end = 0;
  /** Where the next part begins. */
  #at = 0;

  /** Turns to another record. */
  show(buffer: Buffer, start: number, end: number): void {
    this.#buffer = buffer;
    this.#start = start;
    this.#end = end;
  }

  /** One of the types of the layout; or, in a file of a later version, another one. */
  get type(): number {
    return this.#buffer.readUInt8(this.#start + layout.TYPE_AT);
  }

  get sequence(): number {
    return this.#sequenceAt(this.#start + layout.SEQUENCE_AT);
  }

  /** Of a session. */
  get identity(): string {
    return this.#buffer.toString("utf8", this.#start + layout.REST_AT, this.#end);
  }

  /** Of what was cleared: the last sequence number. */
  get last(): number {
    return this.#sequenceAt(this.#start + layout.REST_AT);
  }

  /** Of a message: its bytes on the wire. */
  get bytes(): number {
    return this.#buffer.readUInt32LE(this.#start + layout.BYTES_AT);
  }

  /** Of a message. */
  get sender(): string {
    this.#at = this.#start + layout.SENDER_AT;
    return this.#text();
  }

  summary(): Summary {
    this.#at = this.#start + layout.REST_AT;
    const session = this.#text();
    const received: number[] = [];
    for (; this.#at < this.#end; this.#at += 8) received.push(this.#sequenceAt(this.#at));
    return { kind: "summary", nextSequence: this.sequence, session, received };
  }

  /** A payload that isn't a text stays a part of the bytes that were shown. */
  message(): StoredMessage {
    const flags = this.#buffer.readUInt8(this.#start + layout.FLAGS_AT);
    const { sequence, bytes, sender } = this;
    const topic = this.#text();
    const lifetime = (flags & layout.HAS_LIFETIME) === 0 ? undefined : this.#double();
    const properties = (flags & layout.HAS_PROPERTIES) === 0 ? undefined : decodeProperties(this.#text());
    const payload = this.#payload((flags & layout.IS_TEXT) !== 0);
    const qos = (flags & layout.QOS_BITS) as QoS;
    const publication: Publication = { topic, payload, qos, retain: (flags & layout.RETAIN) !== 0, properties };
    const queuedAt = this.#buffer.readDoubleLE(this.#start + layout.QUEUED_AT);
    return { sequence, publication, bytes, queuedAt, lifetime, sender };
  }

  #sequenceAt(at: number): number {
    return this.#buffer.readUInt32LE(at) + this.#buffer.readUInt32LE(at + 4) * layout.TWO_TO_32;
  }

  #text(): string {
    const start = this.#at + 4;
    this.#at = start + this.#buffer.readUInt32LE(this.#at);
    return this.#buffer.toString("utf8", start, this.#at);
  }

  #double(): number {
    this.#at += 8;
    return this.#buffer.readDoubleLE(this.#at - 8);
  }

  #payload(isText: boolean): string | Buffer {
    if (isText) return this.#buffer.toString("utf8", this.#at, this.#end);
    return this.#buffer.subarray(this.#at, this.#end);
  }
}
