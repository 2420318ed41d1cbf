import type { Clock } from "../clock";
import { MqttNodeError } from "../errors";
import type { Publication } from "../messages/publication";
import { Acceptance } from "./acceptance";
import type { Announcement } from "./announcement";
import { Draining } from "./draining";
import type { MessageQueue, QueueEvents } from "./message-queue";
import type { OutboxEntry, PublicationEnded } from "./outbox-entry";
import type { OutboxSettings } from "./outbox-settings";
import type { PublishTransport } from "./publish-transport";
import type { QueueState } from "./queue-state";
import type { SendSession } from "./send-session";
import type { FailedMessage, Sender } from "./sender";
import { Senders } from "./senders";
import { Sending } from "./sending";
import { SessionAgreement } from "./session-agreement";
import { WaitingRoom } from "./waiting-room";

/** Who is told of what no sender waits for. */
export interface OutboxObserver {
  /** A message whose input was completed has failed, and its sender is gone. */
  failed(error: MqttNodeError, message: FailedMessage): void;
  /** What should be on disk isn't. */
  troubled(error: MqttNodeError): void;
}

/** Messages on their way to the broker: those that wait, in their order across QoS, and those in flight. */
export class Outbox {
  readonly #settings: OutboxSettings;
  readonly #acceptance: Acceptance;
  readonly #observer: OutboxObserver;
  readonly #queue: MessageQueue;
  readonly #room: WaitingRoom;
  readonly #sending: Sending;
  readonly #senders: Senders;
  readonly #draining: Draining;
  readonly #agreement: SessionAgreement;
  /** Somebody has waited for all to be sent, in order to disconnect. */
  #isLeaving = false;
  #transport: PublishTransport | undefined;
  /** Why there is no transport, as far as it is known. */
  #cause: MqttNodeError | undefined;
  /** Why messages that should be on disk are in memory. */
  #trouble: MqttNodeError | undefined;
  /** Why nothing is taken any more. */
  #closed: MqttNodeError | undefined;

  /** @param createQueue makes the queue, which tells by the events what happens to it */
  constructor(
    settings: OutboxSettings,
    createQueue: (events: QueueEvents) => MessageQueue,
    clock: Clock,
    observer: OutboxObserver,
  ) {
    this.#settings = settings;
    this.#observer = observer;
    this.#acceptance = new Acceptance(settings, clock);
    this.#draining = new Draining(clock);
    this.#senders = new Senders((error, message) => observer.failed(error, message));
    this.#queue = createQueue({
      changed: () => this.#queueChanged(),
      troubled: (error) => this.#troubled(error),
      mended: () => this.#mended(),
    });
    this.#room = new WaitingRoom(this.#queue, settings, clock, (entry, error) => this.#end(entry, error));
    this.#sending = new Sending(this.#queue, settings.drainRate, clock, {
      // Who leaves begins nothing new that waits on disk as well.
      mayBegin: () => this.#agreement.isAgreed && (!this.#isLeaving || settings.storage !== "disk"),
      ended: (entry, error) => this.#end(entry, error),
      rested: () => this.#endDraining(),
    });
    this.#agreement = new SessionAgreement(this.#queue, {
      gone: () => this.#takeBack(),
      agreed: () => this.#sending.begin(),
    });
  }

  /** Messages that have not been sent yet. */
  get waiting(): number {
    return this.#queue.count;
  }

  get state(): QueueState {
    const { storage, limit, bytes: limitBytes } = this.#settings;
    const { count, bytes, first } = this.#queue;
    const { inFlight } = this.#sending;
    return { waiting: count, bytes, inFlight, oldest: first?.queuedAt, storage, limit, limitBytes };
  }

  /** Why messages that should be on disk are in memory; undefined if they aren't. */
  get trouble(): MqttNodeError | undefined {
    return this.#trouble;
  }

  /**
   * How many messages of a sender wait for the broker: while it is there not those that are only on their way to the
   * disk, while it is away also what it hasn't acknowledged.
   */
  waitingOf(sender: string): number {
    const waiting = this.#queue.waitingOf(sender);
    if (this.#transport === undefined) return waiting + this.#sending.inFlightOf(sender);
    return waiting - this.#queue.recordingOf(sender);
  }

  /** From now on it is told of its messages that fail after their input was completed. */
  addSender(sender: Sender): void {
    this.#senders.add(sender);
  }

  removeSender(sender: Sender): void {
    this.#senders.remove(sender);
  }

  /** Takes a message; `ended` is called exactly once, perhaps before this returns. */
  publish(publication: Publication, sender: Sender, ended: PublicationEnded): void {
    const entry = this.#acceptance.entry(publication, sender.id, ended);
    const refusal = this.#closed ?? this.#refusalOffline(entry);
    if (refusal !== undefined) return ended(refusal);
    // What needn't wait is not measured by the limits of the waiting room.
    if (this.#sending.canSendNow(publication.qos)) this.#room.push(entry);
    else if (!this.#room.admit(entry)) return ended(new MqttNodeError("queue-full", { waiting: this.waiting }));
    this.#sending.go();
  }

  /** The broker is there. */
  connected(transport: PublishTransport, session: SendSession, announcements: readonly Announcement[] = []): void {
    this.#cause = undefined;
    this.#isLeaving = this.#draining.isAwaited;
    this.#transport = transport;
    this.#agreement.connected(session);
    for (const announcement of announcements) this.#sending.announce(this.#acceptance.announcement(announcement));
    this.#sending.connected(transport, session.limits);
    this.#sending.go();
  }

  /**
   * The broker is gone: what may not wait for it has ended.
   * @param cause undefined if we left
   * @returns whether a message most likely is to blame
   */
  disconnected(cause?: MqttNodeError): boolean {
    this.#transport = undefined;
    this.#agreement.disconnected();
    const isBlaming = this.#sending.disconnected(cause);
    const unsent = this.#queue.take(({ mayWait }) => !mayWait);
    for (const entry of unsent) this.#end(entry, new MqttNodeError("not-connected", {}));
    this.#endDraining();
    return isBlaming;
  }

  /** Sends a message of the connection itself before all that wait. */
  announce(announcement: Announcement): void {
    if (this.#transport === undefined) return announcement.ended(new MqttNodeError("not-connected", {}));
    this.#sending.announce(this.#acceptance.announcement(announcement));
    this.#sending.go();
  }

  /** There is no broker to be had: why, if there is a reason, for those whose message may not wait. */
  unavailable(cause: MqttNodeError | undefined): void {
    this.#cause = cause;
  }

  /** A PUBACK, a PUBCOMP or a refusing PUBREC came. */
  acknowledged(packetId: number, error?: MqttNodeError): void {
    this.#sending.acknowledged(packetId, error);
  }

  /** A PUBREC came. */
  publishReceived(packetId: number): void {
    this.#sending.publishReceived(packetId);
  }

  /** The socket takes more, after it wanted a pause. */
  writable(): void {
    this.#sending.writable();
  }

  /** Ends all that wait, and have an end to wait for. @returns how many they were, on disk too */
  clear(): number {
    const { unended, count } = this.#queue.clear();
    this.#sending.cleared();
    for (const { ended } of unended) ended?.(new MqttNodeError("queue-cleared", {}));
    this.#senders.allChanged();
    return count;
  }

  /**
   * Calls back when all that can be lost is sent, acknowledged, or on disk; or when `milliseconds` are over. Until
   * {@link stay}, or the next connection, nothing that waits on disk is begun: it would be cut off.
   */
  drained(milliseconds: number, callback: () => void): void {
    this.#isLeaving = true;
    this.#draining.begin(milliseconds, callback);
    this.#endDraining();
  }

  /** Whoever asked for {@link drained} doesn't leave after all. */
  stay(): void {
    this.#isLeaving = false;
    this.#sending.go();
  }

  /** Ends every message that is left, unsent or unacknowledged; what is on disk goes on waiting there. */
  endAll(error: MqttNodeError): void {
    const isLeft = ({ ended }: OutboxEntry): boolean => ended !== undefined;
    const left = [...this.#sending.take(isLeft), ...this.#queue.take(isLeft)];
    for (const entry of left) this.#end(entry, error);
  }

  /** The same, for good: whatever comes from now on ends with the error. @param done called when all files are closed */
  close(error: MqttNodeError, done: () => void): void {
    this.#closed = error;
    this.#transport = undefined;
    this.#sending.disconnected(undefined);
    this.#room.close();
    this.endAll(error);
    this.#queue.close(() => {
      this.endAll(error);
      done();
    });
  }

  #refusalOffline({ mayWait }: OutboxEntry): MqttNodeError | undefined {
    return this.#transport === undefined && !mayWait ? new MqttNodeError("not-connected", {}, this.#cause) : undefined;
  }

  /** What was in flight waits again, in front. */
  #takeBack(): void {
    const entries = this.#sending.take(() => true);
    for (const entry of entries) entry.progress = "new";
    if (entries.length > 0) this.#queue.putFirst(entries);
  }

  #troubled(error: MqttNodeError): void {
    this.#trouble = error;
    this.#observer.troubled(error);
    this.#senders.allChanged();
  }

  #mended(): void {
    this.#trouble = undefined;
    this.#senders.allChanged();
  }

  #queueChanged(): void {
    this.#agreement.seek();
    this.#room.changed();
    this.#sending.go();
  }

  /** The one place where a message ends. */
  #end(entry: OutboxEntry, error?: MqttNodeError): void {
    const { ended } = entry;
    entry.ended = undefined;
    if (!entry.isAnnouncement) this.#queue.settle(entry);
    this.#sending.settled(entry);
    if (ended === undefined) this.#senders.settled(entry, error);
    else ended(error);
  }

  #endDraining(): void {
    if (!this.#draining.isAwaited) return;
    const isNothingLeft = this.#sending.isIdle && (this.#settings.storage === "disk" || this.#queue.count === 0);
    if (this.#transport === undefined || isNothingLeft) this.#queue.flushed(() => this.#draining.end());
  }
}
