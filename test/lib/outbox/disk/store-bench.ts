import { cp, mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { MqttNodeError } from "../../../../nodes/lib/errors";
import type { Publication } from "../../../../nodes/lib/messages/publication";
import type { StoredMessage, StoreRecord } from "../../../../nodes/lib/outbox/disk/record-store";
import { SegmentStore } from "../../../../nodes/lib/outbox/disk/segment-store";
import { type NodeFolder, nodeFolder } from "../../../../nodes/lib/store/node-folder";
import { ManualClock } from "../../../support/manual-clock";

/** Bytes that are read at once. */
const PIECE = 65_536;

/** What a test says of a message. */
export type MessageParts = Partial<Publication & Omit<StoredMessage, "sequence" | "publication">>;

/** A user directory with stores in it. */
export class StoreBench {
  readonly clock = new ManualClock();
  readonly problems: MqttNodeError[] = [];
  readonly userDirectory: string;
  readonly folder: NodeFolder;
  readonly #stores: SegmentStore[] = [];

  private constructor(userDirectory: string) {
    this.userDirectory = userDirectory;
    this.folder = nodeFolder(userDirectory, "a node");
  }

  static async create(): Promise<StoreBench> {
    return new StoreBench(await mkdtemp(path.join(tmpdir(), "queue-")));
  }

  /** Where the files of a store are. */
  get path(): string {
    return path.join(this.folder.path, "queue");
  }

  /** The same as people see it. */
  get name(): string {
    return `${this.folder.name}/queue`;
  }

  /** What was told, in order. */
  get told(): [string, object][] {
    return this.problems.map(({ code, values }) => [code, values]);
  }

  /** One that isn't open. */
  store(): SegmentStore {
    const store = new SegmentStore(this.folder, this.clock, (problem) => this.problems.push(problem));
    this.#stores.push(store);
    return store;
  }

  async opened(): Promise<SegmentStore> {
    const store = this.store();
    await store.open();
    return store;
  }

  /** An open one with messages in it, whose sequence numbers count from 0. */
  async holding(...messages: MessageParts[]): Promise<SegmentStore> {
    const store = await this.opened();
    await store.append(
      messages.map((parts, sequence) => message(sequence, parts)),
      false,
    );
    return store;
  }

  /** The names of the files that hold records, in order. */
  async segments(): Promise<string[]> {
    const names = await readdir(this.path).catch(() => []);
    return names.filter((name) => name.endsWith(".log")).sort();
  }

  /** The path of the last file that holds records. */
  async lastSegment(): Promise<string> {
    return path.join(this.path, (await this.segments()).at(-1) ?? "none");
  }

  /** How long that is. */
  async size(): Promise<number> {
    return (await stat(await this.lastSegment())).size;
  }

  /** Another user directory, which holds what a process would have left here that ends at this moment. */
  async killed(): Promise<StoreBench> {
    const other = await StoreBench.create();
    await cp(this.path, other.path, { recursive: true });
    await rm(path.join(other.path, "lock"), { force: true });
    return other;
  }

  /** Closes all stores and removes the directory. */
  async end(): Promise<void> {
    for (const store of this.#stores) await store.close();
    await rm(this.userDirectory, { recursive: true, force: true });
  }
}

/** A message to be appended. */
export function message(sequence: number, parts: MessageParts = {}): StoreRecord & { kind: "message" } {
  const { bytes = 100, queuedAt = 1_790_000_000_000, sender = "node", lifetime, ...others } = parts;
  const usual = { topic: "a/b", payload: `payload ${sequence}`, qos: 1, retain: false, properties: undefined } as const;
  const memory = {
    expires: undefined,
    mayWait: true,
    isAnnouncement: false,
    progress: "new",
    ended: undefined,
  } as const;
  const publication = { ...usual, ...others };
  return { kind: "message", entry: { sequence, publication, bytes, queuedAt, lifetime, sender, ...memory } };
}

/** As it is to be read again. */
export function stored({ entry }: StoreRecord & { kind: "message" }): StoredMessage {
  const { sequence, publication, bytes, queuedAt, lifetime, sender } = entry;
  return { sequence, publication, bytes, queuedAt, lifetime, sender };
}

/** Records that say of each message that it is settled. */
export function settled(...sequences: number[]): StoreRecord[] {
  return sequences.map((sequence) => ({ kind: "settled", sequence }));
}

/** Everything from where the store has been read to. */
export async function readAll(store: SegmentStore, bytes = PIECE): Promise<StoredMessage[]> {
  const all: StoredMessage[] = [];
  for (;;) {
    const messages = await store.read(bytes);
    if (messages.length === 0) return all;
    all.push(...messages);
  }
}

/** The sequence numbers of everything from where the store has been read to. */
export async function sequencesIn(store: SegmentStore): Promise<number[]> {
  return (await readAll(store)).map(({ sequence }) => sequence);
}

/** Whole numbers from one to another, which isn't among them. */
export function range(start: number, end: number): number[] {
  return Array.from({ length: end - start }, (_, index) => start + index);
}
