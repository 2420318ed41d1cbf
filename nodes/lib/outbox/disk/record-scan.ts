import { crc32 } from "node:zlib";
import { CHECK_AT, FILLER, LENGTH_AT, REST_AT, TYPE_AT } from "./record-layout";
import { RecordView } from "./record-view";

/** Bytes of a file from one position to another one, which doesn't belong to them. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/**
 * Finds the records of a segment, those behind a damaged place too: by the segment's marker. It can't be known to who
 * chooses payloads, so that nobody can forge a record in one, or fill it with what takes long to be told from records.
 */
export class RecordScan {
  readonly #marker = Buffer.alloc(4);
  readonly #size: number;
  readonly #record = new RecordView();
  readonly #damaged: Place[] = [];
  #position: number;
  #needed = REST_AT;
  /** Where the place begins whose end hasn't been seen. */
  #damagedFrom: number | undefined;

  /**
   * @param size of the segment: its last record ends there
   * @param position where a record begins
   */
  constructor(marker: number, size: number, position = 0) {
    this.#marker.writeUInt32BE(marker);
    this.#size = size;
    this.#position = position;
  }

  /** How far it has come. */
  get position(): number {
    return this.#position;
  }

  get isOver(): boolean {
    return this.#position >= this.#size;
  }

  /** How many bytes it must be shown to go on, unless the segment has fewer. */
  get needed(): number {
    return this.#needed;
  }

  /** Where there is no record, so far. */
  get damaged(): readonly Place[] {
    if (this.#damagedFrom === undefined) return this.#damaged;
    return [...this.#damaged, { start: this.#damagedFrom, end: this.#position }];
  }

  /** @param bytes of the segment from {@link position} on */
  take(bytes: Buffer, visit: (record: RecordView) => void): void {
    this.#needed = REST_AT;
    let at = 0;
    while (at < bytes.length) {
      const length = this.#recordLength(bytes, at);
      if (length > bytes.length - at) {
        this.#needed = length;
        break;
      }
      if (length >= REST_AT) {
        this.#endDamage(this.#position + at);
        this.#record.show(bytes, at, at + length);
        visit(this.#record);
      }
      at += length || this.#damagedLength(bytes, at);
    }
    this.#position += at;
  }

  /** @returns 0 if no record begins there; more than there are bytes if it can't be told yet; 1 for a filler */
  #recordLength(bytes: Buffer, at: number): number {
    if (bytes[at] === FILLER) return 1;
    const left = this.#size - this.#position - at;
    if (left < REST_AT) return 0;
    if (bytes.length - at < REST_AT) return REST_AT;
    if (bytes.readUInt32BE(at) !== this.#marker.readUInt32BE()) return 0;
    const length = TYPE_AT + bytes.readUInt32LE(at + LENGTH_AT);
    if (length < REST_AT || length > left) return 0;
    if (length > bytes.length - at) return length;
    const check = crc32(bytes.subarray(at + TYPE_AT, at + length));
    return check === bytes.readUInt32LE(at + CHECK_AT) ? length : 0;
  }

  /** @returns how many bytes from there on are none of a record, for all that can be told */
  #damagedLength(bytes: Buffer, at: number): number {
    this.#damagedFrom ??= this.#position + at;
    const next = bytes.indexOf(this.#marker, at + 1);
    if (next !== -1) return next - at;
    const isAll = this.#position + bytes.length >= this.#size;
    // The last bytes may be the first ones of a marker.
    return isAll ? bytes.length - at : Math.max(1, bytes.length - at - this.#marker.length + 1);
  }

  #endDamage(end: number): void {
    if (this.#damagedFrom === undefined) return;
    this.#damaged.push({ start: this.#damagedFrom, end });
    this.#damagedFrom = undefined;
  }
}
