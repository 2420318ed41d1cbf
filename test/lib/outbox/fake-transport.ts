import type { MqttNodeError } from "../../../nodes/lib/errors";
import type { Publication } from "../../../nodes/lib/messages/publication";
import type { PublicationEnded } from "../../../nodes/lib/outbox/outbox-entry";
import type { PublishTransport, SendLimits } from "../../../nodes/lib/outbox/publish-transport";
import type { FailedMessage, Sender } from "../../../nodes/lib/outbox/sender";

/** A PUBLISH that an outbox has written. */
export interface Sent {
  readonly topic: string;
  readonly publication: Publication;
  /** 0 for QoS 0. */
  readonly packetId: number;
  readonly isRepeated: boolean;
}

/** A connection that writes nothing and remembers everything. */
export class FakeTransport implements PublishTransport {
  readonly sent: Sent[] = [];
  /** Packet identifiers of the PUBRELs. */
  readonly released: number[] = [];
  /** How many more messages the socket takes before it wants a pause. */
  room = Infinity;
  #probes: (() => void)[] = [];

  get topics(): string[] {
    return this.sent.map(({ topic }) => topic);
  }

  /** The topics of those that were sent as repeated. */
  get repeated(): string[] {
    return this.sent.filter(({ isRepeated }) => isRepeated).map(({ topic }) => topic);
  }

  /** PINGREQs without an answer. */
  get probes(): number {
    return this.#probes.length;
  }

  publish(publication: Publication, packetId: number, isRepeated: boolean): boolean {
    this.sent.push({ topic: publication.topic, publication, packetId, isRepeated });
    this.room -= 1;
    return this.room > 0;
  }

  release(packetId: number): void {
    this.released.push(packetId);
  }

  probe(answered: () => void): void {
    this.#probes.push(answered);
  }

  /** The broker answers all PINGREQs. */
  answerProbes(): void {
    for (const answered of this.#probes.splice(0)) answered();
  }

  /** What was sent to a topic. */
  to(topic: string): Sent {
    const found = this.sent.find((sent) => sent.topic === topic);
    if (found === undefined) throw new Error(`nothing was sent to ${topic}`);
    return found;
  }
}

/** A node that publishes, and remembers what became of messages whose input was completed. */
export class FakeSender implements Sender {
  readonly id: string;
  readonly failures: string[] = [];
  changes = 0;

  constructor(id = "sender") {
    this.id = id;
  }

  failed({ code }: MqttNodeError, { publication }: FailedMessage): void {
    this.failures.push(`${publication.topic} ${code}`);
  }

  waitingChanged(): void {
    this.changes += 1;
  }
}

/** How publications ended: their topics, with the code of the error where there was one. */
export class Endings {
  readonly all: string[] = [];

  /** What to call when the publication to a topic ends. */
  of(topic: string): PublicationEnded {
    return (error?: MqttNodeError) => this.all.push(error === undefined ? topic : `${topic} ${error.code}`);
  }
}

/** A server that limits nothing and announces nothing. */
export const UNLIMITED: SendLimits = {
  receiveMaximum: undefined,
  maximumQos: 2,
  retainAvailable: true,
  maximumPacketSize: undefined,
};

/** A message to a topic. */
export function publication(topic: string, qos: 0 | 1 | 2 = 1, others: Partial<Publication> = {}): Publication {
  return { topic, payload: "", qos, retain: false, properties: undefined, ...others };
}
