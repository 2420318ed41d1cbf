import type { Clock } from "../../../nodes/lib/clock";
import { MqttNodeError, type ErrorCode } from "../../../nodes/lib/errors";
import type { Publication } from "../../../nodes/lib/messages/publication";
import { MemoryQueue } from "../../../nodes/lib/outbox/memory-queue";
import type { MessageQueue, QueueEvents } from "../../../nodes/lib/outbox/message-queue";
import { Outbox } from "../../../nodes/lib/outbox/outbox";
import type { PublicationEnded } from "../../../nodes/lib/outbox/outbox-entry";
import type { OutboxSettings } from "../../../nodes/lib/outbox/outbox-settings";
import type { SendLimits } from "../../../nodes/lib/outbox/publish-transport";
import { ManualClock } from "../../support/manual-clock";
import { Endings, FakeSender, FakeTransport, publication, UNLIMITED } from "./fake-transport";

/** Room for all that a test publishes. */
export const SETTINGS: OutboxSettings = {
  storage: "memory",
  limit: 1_000,
  bytes: 1_000_000,
  overflow: "reject",
  queueQos0: false,
  ttl: 0,
  drainRate: 0,
};

/** An outbox between a fake broker and a record of how its messages end. */
export class OutboxBench {
  readonly clock = new ManualClock();
  readonly endings = new Endings();
  readonly sender = new FakeSender();
  /** What the connection was told: failures of messages whose sender is gone, and troubles. */
  readonly observed: string[] = [];
  readonly outbox: Outbox;
  transport = new FakeTransport();

  constructor(
    settings: Partial<OutboxSettings> = {},
    createQueue: (events: QueueEvents, clock: Clock) => MessageQueue = () => new MemoryQueue(() => 0),
  ) {
    this.outbox = new Outbox({ ...SETTINGS, ...settings }, (events) => createQueue(events, this.clock), this.clock, {
      failed: ({ code }, failed) => this.observed.push(`${failed.publication.topic} ${code}`),
      troubled: ({ code }) => this.observed.push(code),
    });
    this.outbox.addSender(this.sender);
  }

  /** Connects over a new transport. */
  connect(limits: Partial<SendLimits> = {}, sessionPresent = false, identity = "broker and client"): void {
    this.transport = new FakeTransport();
    this.outbox.connected(this.transport, { identity, sessionPresent, limits: { ...UNLIMITED, ...limits } });
  }

  publish(topic: string, qos: 0 | 1 | 2 = 1, others: Partial<Publication> = {}): void {
    this.publishTo(publication(topic, qos, others), this.endings.of(topic));
  }

  publishTo(message: Publication, ended: PublicationEnded): void {
    this.outbox.publish(message, this.sender, ended);
  }

  /** Publishes with QoS 1 to several topics. */
  publishAll(...topics: string[]): void {
    for (const topic of topics) this.publish(topic);
  }

  /** The broker hangs up. @returns whether a message is to blame */
  hangUp(code: ErrorCode = "connection-lost"): boolean {
    return this.outbox.disconnected(new MqttNodeError(code, { address: "mqtt://h:1883" }));
  }

  acknowledge(topic: string, error?: MqttNodeError): void {
    this.outbox.acknowledged(this.transport.to(topic).packetId, error);
  }
}

/** `a0`, `a1` and so on. */
export function topics(count: number, name = "a"): string[] {
  return Array.from({ length: count }, (_, index) => `${name}${index}`);
}
