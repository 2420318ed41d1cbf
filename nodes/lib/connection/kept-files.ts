import { existsSync } from "node:fs";
import type { Clock } from "../clock";
import type { MqttNodeError } from "../errors";
import { DiskQueue } from "../outbox/disk/disk-queue";
import { QueueFolder } from "../outbox/disk/queue-folder";
import { SegmentStore } from "../outbox/disk/segment-store";
import { StoreInTurn } from "../outbox/disk/store-in-turn";
import { MemoryQueue } from "../outbox/memory-queue";
import type { MessageQueue, QueueEvents } from "../outbox/message-queue";
import type { OutboxSettings } from "../outbox/outbox-settings";
import { JsonFile } from "../store/json-file";
import type { NodeFolder } from "../store/node-folder";
import { asStoredSession, type SessionRecord } from "../subscriptions/broker/session-record";

/** What a connection keeps over restarts, in the folder of its node. */
export class KeptFiles {
  readonly #folder: NodeFolder | undefined;

  /** @param folder undefined where Node-RED has no user directory: then nothing is kept */
  constructor(folder: NodeFolder | undefined) {
    this.#folder = folder;
  }

  /** As people are told of it. */
  get folderName(): string | undefined {
    return this.#folder?.name;
  }

  /** What the broker was asked for in a session that it keeps. */
  session(onProblem: (error: MqttNodeError) => void): SessionRecord {
    const file = this.#sessionFile(onProblem);
    if (file === undefined) return { load: () => undefined, save: () => undefined };
    return { load: () => asStoredSession(file.load()), save: (session) => file.saveNow(session) };
  }

  /**
   * The messages that wait to be sent. What has waited on disk is sent though nothing is kept there any more.
   * @param random from 0 to less than 1
   * @param onProblem gets what is wrong with the files, but keeps no message from them
   */
  queue(
    { storage }: OutboxSettings,
    clock: Clock,
    random: () => number,
    events: QueueEvents,
    onProblem: (error: MqttNodeError) => void,
  ): MessageQueue {
    const persists = storage === "disk";
    const folder = this.#folder;
    if (folder === undefined || (!persists && !hasQueue(folder))) return new MemoryQueue(random);
    const store = new StoreInTurn(new SegmentStore(folder, clock, onProblem), folder, clock);
    return new DiskQueue(store, { persists }, clock, events, random);
  }

  /** The node is gone: nobody will ask for its session again. Messages stay, should it come back after all. */
  forgetSession(done: () => void): void {
    const file = this.#sessionFile(() => undefined);
    if (file === undefined) return done();
    file.remove();
    void file.idle().then(done);
  }

  #sessionFile(onProblem: (error: MqttNodeError) => void): JsonFile | undefined {
    return this.#folder === undefined ? undefined : new JsonFile(this.#folder, "session", onProblem);
  }
}

function hasQueue(folder: NodeFolder): boolean {
  return existsSync(new QueueFolder(folder).path);
}
