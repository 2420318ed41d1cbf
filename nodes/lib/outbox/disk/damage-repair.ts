import { type FileHandle, open, rm } from "node:fs/promises";
import { MqttNodeError } from "../../errors";
import { failureDetail } from "../../store/failure-detail";
import { FILE_MODE } from "../../store/private-modes";
import type { QueueFolder } from "./queue-folder";
import type { Place } from "./record-scan";
import type { SegmentFile } from "./segment-file";

/** Bytes that are copied at once. */
const WINDOW = 65_536;

/** Makes segments whole again, and tells of it. */
export class DamageRepair {
  readonly #folder: QueueFolder;
  readonly #onProblem: (error: MqttNodeError) => void;

  constructor(folder: QueueFolder, onProblem: (error: MqttNodeError) => void) {
    this.#folder = folder;
    this.#onProblem = onProblem;
  }

  /**
   * @param damaged its places without a record
   * @param isLast whether records are appended to it
   * @returns whether it is whole now
   */
  async repair(file: SegmentFile, damaged: readonly Place[], isLast: boolean): Promise<boolean> {
    const last = damaged.at(-1);
    if (last === undefined) return true;
    const isCutOff = isLast && last.end === file.size;
    if (isCutOff) await this.#cut(file, last);
    const places = isCutOff ? damaged.slice(0, -1) : damaged;
    return places.length === 0 || this.#setAside(file, places);
  }

  /** The last record was being written when the process or the machine ended. */
  async #cut(file: SegmentFile, { start, end }: Place): Promise<void> {
    await file.cut(start);
    this.#onProblem(new MqttNodeError("store-cut-off", { file: this.#folder.nameOf(file.name), bytes: end - start }));
  }

  /** What can't be read may still be of use to a person. Without room for it, it stays where it is. */
  async #setAside(file: SegmentFile, places: readonly Place[]): Promise<boolean> {
    const name = this.#folder.nameOf(file.name);
    try {
      await this.#copy(file, places);
      for (const place of places) await file.fill(place);
      this.#onProblem(new MqttNodeError("store-damaged", { file: name }));
      return true;
    } catch (error) {
      this.#onProblem(new MqttNodeError("store-failed", { file: name, detail: failureDetail(error) }));
      return false;
    }
  }

  async #copy(file: SegmentFile, places: readonly Place[]): Promise<void> {
    const { path, handle } = await this.#createAside(file);
    try {
      for (const place of places) await copyPlace(file, place, handle);
      await handle.sync();
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    } finally {
      await handle.close();
    }
  }

  /** A file beside the segment that is none of before. */
  async #createAside(file: SegmentFile): Promise<{ path: string; handle: FileHandle }> {
    const aside = this.#folder.pathOf(file.name.replace(/log$/, "damaged"));
    for (let number = 1; ; number += 1) {
      const path = number === 1 ? aside : `${aside}.${number}`;
      const handle = await open(path, "wx", FILE_MODE).catch(unlessThere);
      if (handle !== undefined) return { path, handle };
    }
  }
}

async function copyPlace(file: SegmentFile, { start, end }: Place, to: FileHandle): Promise<void> {
  const buffer = Buffer.allocUnsafe(Math.min(end - start, WINDOW));
  for (let position = start; position < end;) {
    const bytes = await file.read(buffer.subarray(0, end - position), position);
    await to.writeFile(bytes);
    position += bytes.length;
  }
}

function unlessThere(error: unknown): undefined {
  if ((error as { code?: unknown }).code !== "EEXIST") throw error;
}
