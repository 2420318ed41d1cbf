import mqttPacket, { type Packet, type Parser } from "mqtt-packet";
import type { Eavesdropper } from "../support/tcp-proxy";

/** What a client that publishes numbers and its broker said to each other, over all connections of the client. */
export interface RecordedSession {
  /** Numbers that the broker has taken over: their PUBACK or PUBREC was sent. */
  readonly taken: Set<number>;
  /** Numbers that the broker has done with: their PUBACK or PUBCOMP was sent. */
  readonly done: Set<number>;
  /** Numbers that were published although the broker had done with them. */
  readonly needless: Set<number>;
}

/** Listens to clients on their way to a broker. */
export class RecordedTraffic {
  readonly #sessions = new Map<string, Recording>();

  /** What a client has said and heard so far. */
  of(clientId: string): RecordedSession {
    return this.#recording(clientId);
  }

  #recording(clientId: string): Recording {
    const session = this.#sessions.get(clientId) ?? new Recording();
    this.#sessions.set(clientId, session);
    return session;
  }

  /** Listens to one more connection. */
  eavesdrop(): Eavesdropper {
    let session = new Recording();
    let protocolVersion: number | undefined;
    let broker: Parser | undefined;
    const client = mqttPacket.parser().on("packet", (packet: Packet) => {
      if (packet.cmd !== "connect") return session.said(packet);
      protocolVersion = packet.protocolVersion;
      session = this.#recording(packet.clientId);
    });
    return {
      fromClient: (chunk) => void client.parse(chunk),
      fromBroker: (chunk) => {
        // It speaks second, and in the client's version.
        broker ??= mqttPacket.parser({ protocolVersion }).on("packet", (packet: Packet) => session.heard(packet));
        broker.parse(chunk);
      },
    };
  }
}

class Recording implements RecordedSession {
  readonly taken = new Set<number>();
  readonly done = new Set<number>();
  readonly needless = new Set<number>();
  readonly #numbers = new Map<number | undefined, number>();

  said(packet: Packet): void {
    if (packet.cmd !== "publish") return;
    const number = Number(packet.payload);
    this.#numbers.set(packet.messageId, number);
    if (this.done.has(number)) this.needless.add(number);
  }

  heard({ cmd, messageId }: Packet): void {
    const number = this.#numbers.get(messageId);
    if (number === undefined) return;
    if (cmd === "puback" || cmd === "pubrec") this.taken.add(number);
    if (cmd === "puback" || cmd === "pubcomp") this.done.add(number);
  }
}
