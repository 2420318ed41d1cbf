import type { Clock } from "../clock";
import { MqttNodeError } from "../errors";
import { publicationBytes, type Publication } from "../messages/publication";
import { SendWindow } from "./send-window";
import type { Outbox, OutboxSettings, PublicationEnded, PublishTransport, SendLimits } from "./outbox";
import { WaitingMessages, type OutboxEntry } from "./waiting-messages";

/** An outbox that lives as long as the process. */
export class MemoryOutbox implements Outbox {
  readonly #settings: OutboxSettings;
  readonly #clock: Clock;
  readonly #queue = new WaitingMessages();
  readonly #window = new SendWindow();
  #transport: PublishTransport | undefined;
  #limits: SendLimits | undefined;
  readonly #whenDrained = new Set<() => void>();
  #isSending = false;
  /** Why nothing is taken any more. */
  #closed: MqttNodeError | undefined;

  constructor(settings: OutboxSettings, clock: Clock) {
    this.#settings = settings;
    this.#clock = clock;
  }

  get waiting(): number {
    return this.#queue.count;
  }

  publish(publication: Publication, ended: PublicationEnded): void {
    const entry = this.#entry(publication, ended);
    const refusal = this.#closed ?? (this.#transport === undefined ? this.#refusalOffline(publication) : undefined);
    if (refusal !== undefined) ended(refusal);
    else if (this.#makeRoom(entry)) {
      this.#queue.push(entry);
      this.#send();
    }
  }

  connected(transport: PublishTransport, limits: SendLimits, sessionPresent: boolean): void {
    this.#transport = transport;
    this.#limits = limits;
    this.#window.resize(limits.receiveMaximum);
    // A broker that has forgotten the session will never acknowledge what was in flight: it is sent anew, in order.
    if (!sessionPresent) this.#queue.unshift(this.#window.takeAll());
    this.#send();
  }

  disconnected(): void {
    this.#transport = undefined;
    for (const entry of this.#window.takeUnwritten()) entry.ended(new MqttNodeError("not-connected", {}));
  }

  acknowledged(packetId: number, error?: MqttNodeError): void {
    this.#window.take(packetId)?.ended(error);
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

  close(error: MqttNodeError): void {
    this.#closed = error;
    this.#transport = undefined;
    for (const entry of this.#window.takeAll()) entry.ended(error);
    for (let entry = this.#queue.shift(); entry !== undefined; entry = this.#queue.shift()) entry.ended(error);
  }

  get #isEmpty(): boolean {
    return this.#queue.count === 0 && this.#window.isEmpty;
  }

  #entry(publication: Publication, ended: PublicationEnded): OutboxEntry {
    const { ttl } = this.#settings;
    const expires = ttl === 0 ? undefined : this.#clock.now() + ttl * 1_000;
    return { publication, bytes: publicationBytes(publication), expires, ended };
  }

  #refusalOffline({ qos }: Publication): MqttNodeError | undefined {
    const waits = this.#settings.waits && (qos > 0 || this.#settings.queueQos0);
    return waits ? undefined : new MqttNodeError("not-connected", {});
  }

  /** @returns false if the entry was refused, and so has ended */
  #makeRoom(entry: OutboxEntry): boolean {
    const mayDrop = this.#settings.overflow === "drop-oldest" && entry.bytes <= this.#settings.bytes;
    while (!this.#fits(entry)) {
      const oldest = mayDrop ? this.#queue.shift() : undefined;
      if (oldest === undefined) {
        entry.ended(new MqttNodeError("queue-full", { waiting: this.#queue.count }));
        return false;
      }
      oldest.ended(new MqttNodeError("queue-dropped", {}));
    }
    return true;
  }

  #fits(entry: OutboxEntry): boolean {
    const { limit, bytes } = this.#settings;
    return this.#queue.count < limit && this.#queue.bytes + entry.bytes <= bytes;
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
    const entry = this.#queue.first;
    if (entry === undefined || !this.#window.hasRoom(entry.publication.qos)) return false;
    this.#queue.shift();
    const refusal = this.#refusalToSend(entry);
    if (refusal === undefined) this.#window.send(entry, transport, () => this.#send());
    else entry.ended(refusal);
    return true;
  }

  #refusalToSend({ publication, bytes, expires }: OutboxEntry): MqttNodeError | undefined {
    const { maximumQos = 2, retainAvailable = true, maximumPacketSize = Infinity } = this.#limits ?? {};
    if (expires !== undefined && this.#clock.now() > expires) return new MqttNodeError("message-expired", {});
    if (publication.qos > maximumQos) {
      return new MqttNodeError("qos-not-supported", { qos: publication.qos, limit: maximumQos });
    }
    if (publication.retain && !retainAvailable) return new MqttNodeError("retain-not-supported", {});
    if (bytes > maximumPacketSize) return new MqttNodeError("packet-too-large", { bytes, limit: maximumPacketSize });
    return undefined;
  }

  #endDraining(): void {
    for (const end of [...this.#whenDrained]) end();
  }
}
