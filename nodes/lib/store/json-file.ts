import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { mkdir, open, rename, rm, rmdir } from "node:fs/promises";
import path from "node:path";
import { MqttNodeError } from "../errors";
import { failureDetail } from "./failure-detail";
import type { NodeFolder } from "./node-folder";
import { FILE_MODE, FOLDER_MODE } from "./private-modes";

/** There is no such file, or no such folder. */
const ABSENT: ReadonlySet<unknown> = new Set(["ENOENT", "ENOTDIR"]);

/** A value that is kept in a file over restarts: as JSON, whole or not at all. */
export class JsonFile {
  readonly #folder: string;
  readonly #path: string;
  /** For people. */
  readonly #name: string;
  readonly #onProblem: (error: MqttNodeError) => void;
  /** What is to be done with the file when the present work is over: only the last wish counts. */
  #next: (() => Promise<void>) | undefined;
  #work: Promise<void> | undefined;
  /** The failure that was told. */
  #told: string | undefined;

  /**
   * @param name without `.json`
   * @param onProblem gets `store-damaged`, and `store-failed` once until it succeeds or fails for another reason
   */
  constructor(folder: NodeFolder, name: string, onProblem: (error: MqttNodeError) => void) {
    this.#folder = folder.path;
    this.#path = path.join(folder.path, `${name}.json`);
    this.#name = `${folder.name}/${name}.json`;
    this.#onProblem = onProblem;
  }

  /** Blocks: for the start of a node. @returns undefined if nothing is kept, or nothing that can be read */
  load(): unknown {
    try {
      return JSON.parse(readFileSync(this.#path, "utf8")) as unknown;
    } catch (error) {
      if (!ABSENT.has(codeOf(error))) this.#moveAside();
      return undefined;
    }
  }

  /** Written soon, in the place of what hasn't been written yet; the value is looked at only then. */
  save(value: unknown): void {
    this.#start(() => this.#write(value));
  }

  /**
   * Written when it returns, so that a process that is killed in the next moment has kept it; a machine that loses power
   * may not have. Not for a file that {@link save} writes: that may end later.
   */
  saveNow(value: unknown): void {
    const temporary = `${this.#path}.new`;
    try {
      mkdirSync(this.#folder, { recursive: true, mode: FOLDER_MODE });
      writeFileSync(temporary, JSON.stringify(value), { mode: FILE_MODE });
      renameSync(temporary, this.#path);
      this.#told = undefined;
    } catch (error) {
      this.#failed(error);
    }
  }

  /** Nothing is kept any more. */
  remove(): void {
    this.#start(() => this.#delete());
  }

  /** Resolves when the file holds what was last wished, or can't. */
  async idle(): Promise<void> {
    await this.#work;
  }

  #start(work: () => Promise<void>): void {
    this.#next = work;
    this.#work ??= this.#workOff();
  }

  async #workOff(): Promise<void> {
    for (let work = this.#next; work !== undefined; work = this.#next) {
      this.#next = undefined;
      await work().then(
        () => (this.#told = undefined),
        (error: unknown) => this.#failed(error),
      );
    }
    this.#work = undefined;
  }

  /** A crash leaves the old file or the new one, never half of it. */
  async #write(value: unknown): Promise<void> {
    const temporary = `${this.#path}.new`;
    await mkdir(this.#folder, { recursive: true, mode: FOLDER_MODE });
    const file = await open(temporary, "w", FILE_MODE);
    try {
      await file.writeFile(JSON.stringify(value));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, this.#path);
  }

  async #delete(): Promise<void> {
    await rm(this.#path, { force: true });
    // The folder stays where something else is kept in it.
    await rmdir(this.#folder).catch(() => undefined);
  }

  /** What can't be read may still be of use to a person: it isn't overwritten, nor is one of before. */
  #moveAside(): void {
    const aside = this.#path.replace(/json$/, "damaged");
    let free = aside;
    for (let number = 2; existsSync(free); number += 1) free = `${aside}.${number}`;
    try {
      renameSync(this.#path, free);
      this.#onProblem(new MqttNodeError("store-damaged", { file: this.#name }));
    } catch (error) {
      this.#failed(error);
    }
  }

  #failed(error: unknown): void {
    const detail = failureDetail(error);
    if (detail === this.#told) return;
    this.#told = detail;
    this.#onProblem(new MqttNodeError("store-failed", { file: this.#name, detail }));
  }
}

function codeOf(error: unknown): unknown {
  return (error as { code?: unknown }).code;
}
