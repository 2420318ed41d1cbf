import type { MqttNodeError } from "../../../nodes/lib/errors";
import type { Publication } from "../../../nodes/lib/messages/publication";
import { MemoryOutbox } from "../../../nodes/lib/outbox/memory-outbox";
import type { OutboxSettings, SendLimits } from "../../../nodes/lib/outbox/outbox";
import { ManualClock } from "../../support/manual-clock";
import { Endings, FakeTransport, publication, UNLIMITED } from "./fake-transport";

const SETTINGS: OutboxSettings = {
  waits: true,
  limit: 1_000,
  bytes: 1_000_000,
  overflow: "reject",
  queueQos0: false,
  ttl: 0,
};

/** An outbox between a fake broker and a record of how its messages end. */
export class OutboxBench {
  readonly clock = new ManualClock();
  readonly endings = new Endings();
  readonly outbox: MemoryOutbox;
  transport = new FakeTransport();

  constructor(settings: Partial<OutboxSettings> = {}) {
    this.outbox = new MemoryOutbox({ ...SETTINGS, ...settings }, this.clock);
  }

  /** Connects over a new transport. */
  connect(limits: Partial<SendLimits> = {}, sessionPresent = false): void {
    this.transport = new FakeTransport();
    this.outbox.connected(this.transport, { ...UNLIMITED, ...limits }, sessionPresent);
  }

  publish(topic: string, qos: 0 | 1 | 2 = 1, others: Partial<Publication> = {}): void {
    this.outbox.publish(publication(topic, qos, others), this.endings.of(topic));
  }

  /** Publishes with QoS 1 to several topics. */
  publishAll(...topics: string[]): void {
    for (const topic of topics) this.publish(topic);
  }

  acknowledge(topic: string, error?: MqttNodeError): void {
    this.outbox.acknowledged(this.transport.to(topic).packetId, error);
  }
}

/** `a0`, `a1` and so on. */
export function topics(count: number, name = "a"): string[] {
  return Array.from({ length: count }, (_, index) => `${name}${index}`);
}
