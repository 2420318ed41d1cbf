import type { MqttNodeError } from "../../../nodes/lib/errors";
import type { Publication } from "../../../nodes/lib/messages/publication";
import type { PublicationEnded, PublishTransport, SendLimits } from "../../../nodes/lib/outbox/outbox";

/** A PUBLISH that an outbox has written. */
export interface Sent {
  readonly topic: string;
  /** 0 for QoS 0. */
  readonly packetId: number;
  /** The socket has taken it. */
  readonly written: () => void;
}

/** A connection that writes nothing and remembers everything. */
export class FakeTransport implements PublishTransport {
  /** Packet identifiers outlive a connection, since a session may. */
  static #lastPacketId = 0;
  readonly sent: Sent[] = [];

  get topics(): string[] {
    return this.sent.map(({ topic }) => topic);
  }

  publish({ topic, qos }: Publication, written: () => void): number {
    const packetId = qos === 0 ? 0 : (FakeTransport.#lastPacketId += 1);
    this.sent.push({ topic, packetId, written });
    return packetId;
  }

  /** What was sent to a topic. */
  to(topic: string): Sent {
    const found = this.sent.find((sent) => sent.topic === topic);
    if (found === undefined) throw new Error(`nothing was sent to ${topic}`);
    return found;
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
