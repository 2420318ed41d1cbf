import type { Clock } from "../clock";
import { MqttNodeError } from "../errors";
import { publicationBytes, type Publication } from "../messages/publication";
import type { Announcement, Outbox, OutboxSettings, PublicationEnded, PublishTransport, SendLimits } from "./outbox";
import { SendWindow } from "./send-window";
import type { OutboxEntry } from "./waiting-messages";
import { WaitingRoom } from "./waiting-room";

/** An outbox that lives as long as the process. */
export class MemoryOutbox implements Outbox {
  readonly #settings: OutboxSettings;
  readonly #clock: Clock;
  readonly #room: WaitingRoom;
  readonly #window = new SendWindow();
  readonly #whenDrained = new Set<() => void>();
  #transport: PublishTransport | undefined;
  #limits: SendLimits | undefined;
  /** Why there is no transport, as far as it is known. */
  #cause: MqttNodeError | undefined;
  #isSending = false;
  /** Why nothing is taken any more. */
  #closed: MqttNodeError | undefined;

  constructor(settings: OutboxSettings, clock: Clock) {
    this.#settings = settings;
    this.#clock = clock;
    this.#room = new WaitingRoom(settings, clock);
  }

  get waiting(): number {
    return this.#room.count;
  }

  publish(publication: Publication, ended: PublicationEnded): void {
    const entry = this.#entry(publication, ended);
    const refusal = this.#closed ?? this.#refusalOffline(entry);
    if (refusal !== undefined) return ended(refusal);
    if (this.#canSendNow(entry)) this.#room.push(entry);
    else this.#room.admit(entry);
    this.#send();
  }

  connected(
    transport: PublishTransport,
    limits: SendLimits,
    sessionPresent: boolean,
    announcements: readonly Announcement[] = [],
  ): void {
    this.#transport = transport;
    this.#cause = undefined;
    this.#limits = limits;
    this.#window.resize(limits.receiveMaximum);
    // A broker that has forgotten the session will never acknowledge what was in flight: it is sent anew, in order.
    if (!sessionPresent) this.sessionGone();
    this.#room.putFirst(announcements.map(announcementEntry));
    this.#send();
  }

  disconnected(): void {
    this.#transport = undefined;
    const unsent = [
      ...this.#window.takeUnwritten(),
      ...this.#window.take(({ isAnnouncement }) => isAnnouncement),
      ...this.#room.take(({ mayWait }) => !mayWait),
    ];
    for (const entry of unsent) entry.ended(new MqttNodeError("not-connected", {}));
  }

  announce(announcement: Announcement): void {
    if (this.#transport === undefined) return announcement.ended(new MqttNodeError("not-connected", {}));
    this.#room.putFirst([announcementEntry(announcement)]);
    this.#send();
  }

  unavailable(cause: MqttNodeError | undefined): void {
    this.#cause = cause;
  }

  sessionGone(): void {
    this.#room.putFirst(this.#window.take());
  }

  acknowledged(packetId: number, error?: MqttNodeError): void {
    this.#window.takeAcknowledged(packetId)?.ended(error);
    this.#send();
  }

  drained(milliseconds: number, callback: () => void): void {
    const end = (): void => {
      timer.cancel();
      if (this.#whenDrained.delete(end)) callback();
    };
    const timer = this.#clock.after(milliseconds, end);
    this.#whenDrained.add(end);
    if (this.#isEmpty || this.#transport === undefined) this.#endDraining();
  }

  endAll(error: MqttNodeError): void {
    const left = [...this.#window.take(), ...this.#window.takeUnwritten(), ...this.#room.take()];
    for (const entry of left) entry.ended(error);
  }

  close(error: MqttNodeError): void {
    this.#closed = error;
    this.#transport = undefined;
    this.endAll(error);
  }

  get #isEmpty(): boolean {
    return this.#room.count === 0 && this.#window.isEmpty;
  }

  #entry(publication: Publication, ended: PublicationEnded): OutboxEntry {
    const { ttl, waits, queueQos0 } = this.#settings;
    const expires = ttl === 0 ? undefined : this.#clock.now() + ttl * 1_000;
    const mayWait = waits && (publication.qos > 0 || queueQos0);
    return { publication, bytes: publicationBytes(publication), expires, mayWait, isAnnouncement: false, ended };
  }

  #refusalOffline({ mayWait }: OutboxEntry): MqttNodeError | undefined {
    return this.#transport === undefined && !mayWait ? new MqttNodeError("not-connected", {}, this.#cause) : undefined;
  }

  /** What needn't wait is not measured by the limits of the waiting room. */
  #canSendNow({ publication }: OutboxEntry): boolean {
    return this.#transport !== undefined && this.#room.count === 0 && this.#window.hasRoom(publication.qos);
  }

  /** Sends what may be sent. An end may publish again: that call only queues, and this loop goes on to it. */
  #send(): void {
    if (this.#isSending) return;
    this.#isSending = true;
    try {
      while (this.#transport !== undefined && this.#sendFirst(this.#transport));
    } finally {
      this.#isSending = false;
    }
    if (this.#isEmpty) this.#endDraining();
  }

  /** @returns whether to go on */
  #sendFirst(transport: PublishTransport): boolean {
    const entry = this.#room.first;
    if (entry === undefined || !this.#window.hasRoom(entry.publication.qos)) return false;
    this.#room.shift();
    const refusal = this.#refusalToSend(entry);
    if (refusal === undefined) this.#window.send(entry, transport, () => this.#send());
    else entry.ended(refusal);
    return true;
  }

  #refusalToSend(entry: OutboxEntry): MqttNodeError | undefined {
    const { maximumQos = 2, retainAvailable = true, maximumPacketSize: limit = Infinity } = this.#limits ?? {};
    const { qos, retain } = entry.publication;
    if (this.#room.isExpired(entry)) return new MqttNodeError("message-expired", {});
    if (qos > maximumQos) return new MqttNodeError("qos-not-supported", { qos, limit: maximumQos });
    if (retain && !retainAvailable) return new MqttNodeError("retain-not-supported", {});
    if (entry.bytes > limit) return new MqttNodeError("packet-too-large", { bytes: entry.bytes, limit });
    return undefined;
  }

  #endDraining(): void {
    for (const end of [...this.#whenDrained]) end();
  }
}

function announcementEntry({ publication, ended }: Announcement): OutboxEntry {
  const bytes = publicationBytes(publication);
  return { publication, bytes, expires: undefined, mayWait: false, isAnnouncement: true, ended };
}
