import { randomUUID } from "node:crypto";
import { readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { hostname, uptime } from "node:os";
import type { Clock, Timer } from "../../clock";
import { MqttNodeError } from "../../errors";
import { failureDetail } from "../../store/failure-detail";
import { FILE_MODE } from "../../store/private-modes";
import type { QueueFolder } from "./queue-folder";

const FILE = "lock";

/** Milliseconds between two signs of life. */
const TOUCHED_EVERY = 10_000;
/** Milliseconds without a sign of life after which another machine counts as dead. */
const DEAD_AFTER = 30_000;

/** Who holds a lock: what stands in its file, and helps a person too. */
interface Holder {
  readonly pid: number;
  readonly host: string;
  /** When it was taken, in milliseconds since 1970. */
  readonly since: number;
}

/** The lock files that this process holds. */
const held = new Set<string>();

/** Keeps other processes, and other stores of this one, off a folder. */
export class FolderLock {
  readonly #folder: QueueFolder;
  readonly #path: string;
  readonly #clock: Clock;
  /** What stands in the file. */
  #content: string | undefined;
  /** Why it is held no more. */
  #lost: MqttNodeError | undefined;
  #timer: Timer | undefined;
  #touched = Promise.resolve();

  constructor(folder: QueueFolder, clock: Clock) {
    this.#folder = folder;
    this.#path = folder.pathOf(FILE);
    this.#clock = clock;
  }

  /** @throws MqttNodeError `store-locked`, or the error of a file operation */
  async take(): Promise<void> {
    if (held.has(this.#path)) throw this.#locked();
    held.add(this.#path);
    try {
      await this.#create();
    } catch (error) {
      held.delete(this.#path);
      throw error;
    }
    this.#lost = undefined;
    this.#touchLater();
  }

  /** Why the files aren't this process's any more: undefined while they are. */
  get lost(): MqttNodeError | undefined {
    return this.#lost;
  }

  /** Gives the folder free. */
  async release(): Promise<void> {
    // It sets the timer anew.
    await this.#touched;
    this.#timer?.cancel();
    held.delete(this.#path);
    if (this.#lost === undefined) await rm(this.#path, { force: true });
  }

  async #create(): Promise<void> {
    const holder: Holder = { pid: process.pid, host: hostname(), since: this.#clock.date() };
    // No two are the same, also where all containers have the same pids and the same host name.
    this.#content = JSON.stringify({ ...holder, id: randomUUID() });
    if (await this.#write(this.#content)) return;
    if (!(await this.#isStale())) throw this.#locked();
    await rm(this.#path, { force: true });
    if (!(await this.#write(this.#content))) throw this.#locked();
  }

  /** @returns whether there was none */
  async #write(content: string): Promise<boolean> {
    try {
      await writeFile(this.#path, content, { flag: "wx", mode: FILE_MODE });
      return true;
    } catch (error) {
      if ((error as { code?: unknown }).code === "EEXIST") return false;
      throw error;
    }
  }

  async #isStale(): Promise<boolean> {
    const holder = readHolder(await readFile(this.#path, "utf8"));
    const silentFor = this.#clock.date() - (await stat(this.#path)).mtimeMs;
    if (holder?.host !== hostname()) return silentFor > DEAD_AFTER;
    // Before this machine started, its processes had other pids.
    const isOfBefore = silentFor > uptime() * 1_000;
    return holder.pid === process.pid || isOfBefore || !isAlive(holder.pid);
  }

  #touchLater(): void {
    this.#timer = this.#clock.after(TOUCHED_EVERY, () => {
      this.#touched = this.#touch().then(() => {
        if (this.#lost === undefined) this.#touchLater();
      });
    });
  }

  async #touch(): Promise<void> {
    try {
      const content = await readFile(this.#path, "utf8");
      if (content !== this.#content) this.#lost = this.#locked();
      const now = new Date(this.#clock.date());
      if (this.#lost === undefined) await utimes(this.#path, now, now);
    } catch (error) {
      const file = this.#folder.nameOf(FILE);
      this.#lost = new MqttNodeError("store-failed", { file, detail: failureDetail(error) });
    }
  }

  #locked(): MqttNodeError {
    return new MqttNodeError("store-locked", { folder: this.#folder.name });
  }
}

/** @returns undefined for what can't be read: the machine lost power while it was written */
function readHolder(content: string): Holder | undefined {
  try {
    const { pid, host, since } = JSON.parse(content) as Holder;
    return Number.isSafeInteger(pid) && pid > 0 ? { pid, host, since } : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // It may be alive, but another user's.
    return (error as { code?: unknown }).code !== "ESRCH";
  }
}
