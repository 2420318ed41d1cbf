import { randomBytes } from "node:crypto";
import { type FileHandle, open, rm } from "node:fs/promises";
import { FILE_MODE } from "../../store/private-modes";
import type { QueueFolder } from "./queue-folder";
import { FILLER } from "./record-layout";
import type { Place } from "./record-scan";

const NAME = /^(\d{12})-([89a-f][0-9a-f]{7})\.log$/;
const NUMBER_LENGTH = 12;

/** Bytes: Node.js writes no more than 2 GB at once. */
const MOST_AT_ONCE = 1_073_741_824;

/** The file of a segment: its name tells its place in the order of all, and the marker its records begin with. */
export class SegmentFile {
  readonly number: number;
  readonly marker: number;
  /** Without the folder. */
  readonly name: string;
  readonly #folder: QueueFolder;
  #handle: FileHandle | undefined;
  #size = 0;
  /** Something may stand behind the end that was to be appended and wasn't, or not wholly. */
  #isTorn = false;

  private constructor(folder: QueueFolder, number: number, marker: number) {
    this.#folder = folder;
    this.number = number;
    this.marker = marker;
    this.name = `${String(number).padStart(NUMBER_LENGTH, "0")}-${marker.toString(16)}.log`;
  }

  /** Those in a folder, in their order. */
  static async all(folder: QueueFolder): Promise<SegmentFile[]> {
    const names = (await folder.list()).map((name) => NAME.exec(name)).filter((match) => match !== null);
    const files = names.map(
      ([, number, marker]) => new SegmentFile(folder, Number(number), parseInt(marker ?? "", 16)),
    );
    for (const file of files) await file.#measure();
    return files.sort((one, other) => one.number - other.number);
  }

  /** A new one, which is there also after a loss of power. */
  static async create(folder: QueueFolder, number: number): Promise<SegmentFile> {
    // The highest bit is set, so that no filler looks like the begin of one.
    const marker = (randomBytes(4).readUInt32BE() | 0x8000_0000) >>> 0;
    const file = new SegmentFile(folder, number, marker);
    file.#handle = await open(folder.pathOf(file.name), "wx+", FILE_MODE);
    try {
      await folder.sync();
    } catch (error) {
      await file.remove().catch(() => undefined);
      throw error;
    }
    return file;
  }

  /** Bytes: its records end there. */
  get size(): number {
    return this.#size;
  }

  /** Appends all or, as far as can be known, nothing. */
  async append(bytes: Buffer, isSynced: boolean): Promise<void> {
    const handle = await this.#open();
    if (this.#isTorn) await handle.truncate(this.#size);
    this.#isTorn = true;
    try {
      await this.#write(bytes, this.#size);
      if (isSynced) await handle.datasync();
    } catch (error) {
      // Should this fail as well it is tried again before anything else is written.
      await handle.truncate(this.#size).catch(() => undefined);
      throw error;
    }
    this.#isTorn = false;
    this.#size += bytes.length;
  }

  /** @returns the bytes from a position on, as many as the buffer takes; zeros for those that somebody has cut off */
  async read(buffer: Buffer, position: number): Promise<Buffer> {
    const handle = await this.#open();
    const length = Math.min(buffer.length, this.#size - position);
    const { bytesRead } = await handle.read(buffer, 0, length, position);
    return bytesRead === 0 ? buffer.fill(0).subarray(0, length) : buffer.subarray(0, bytesRead);
  }

  /** What was appended is there also after a loss of power. */
  async sync(): Promise<void> {
    await (await this.#open()).datasync();
  }

  /** Ends it at a position. */
  async cut(position: number): Promise<void> {
    const handle = await this.#open();
    await handle.truncate(position);
    await handle.sync();
    this.#size = position;
  }

  /** Makes a place one that holds no record, and is no damage. */
  async fill({ start, end }: Place): Promise<void> {
    await this.#write(Buffer.alloc(end - start, FILLER), start);
    await this.sync();
  }

  /** Frees what the system keeps for an open file; it opens again where it has to. */
  async close(): Promise<void> {
    const handle = this.#handle;
    this.#handle = undefined;
    await handle?.close();
  }

  /** Removes the file, also after a loss of power. */
  async remove(): Promise<void> {
    await this.close();
    await rm(this.#folder.pathOf(this.name), { force: true });
    await this.#folder.sync();
  }

  async #open(): Promise<FileHandle> {
    this.#handle ??= await open(this.#folder.pathOf(this.name), "r+");
    return this.#handle;
  }

  async #measure(): Promise<void> {
    const { size } = await (await this.#open()).stat();
    this.#size = size;
    await this.close();
  }

  async #write(bytes: Buffer, position: number): Promise<void> {
    const handle = await this.#open();
    for (let done = 0; done < bytes.length;) {
      const length = Math.min(bytes.length - done, MOST_AT_ONCE);
      const { bytesWritten } = await handle.write(bytes, done, length, position + done);
      done += bytesWritten;
    }
  }
}
