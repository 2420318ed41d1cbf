import type { Publication } from "../../../nodes/lib/messages/publication";
import type { Outbox } from "../../../nodes/lib/outbox/outbox";
import type { PublishTransport } from "../../../nodes/lib/outbox/publish-transport";
import { UNLIMITED } from "./fake-transport";

type Packet =
  | {
      readonly kind: "publish";
      readonly publication: Publication;
      readonly packetId: number;
      readonly isRepeated: boolean;
    }
  | { readonly kind: "pubrel"; readonly packetId: number }
  | { readonly kind: "ping"; readonly answered: () => void };

/**
 * A broker by the book, with a network whose packets take their time: they arrive in order, one by one, as the test
 * wants, and with the connection all are lost that haven't. A QoS 2 message is delivered with its PUBLISH [MQTT 5, 4.3.3].
 */
export class ModelBroker {
  /** The topics of what it delivered, in order. */
  readonly delivered: string[] = [];
  /** What must never come. */
  readonly wrongs: string[] = [];
  /** The packet identifiers between PUBLISH and PUBREL, with their topics. */
  readonly #unreleased = new Map<number, string>();
  #toBroker: Packet[] = [];
  #toUs: ((outbox: Outbox) => void)[] = [];
  #hasSession = false;

  /** A connection. @param keepsSession whether the broker still knows the session, if there is one */
  accept(outbox: Outbox, keepsSession: boolean): void {
    this.lose();
    const sessionPresent = keepsSession && this.#hasSession;
    if (!sessionPresent) this.#unreleased.clear();
    this.#hasSession = true;
    const packets = this.#toBroker;
    const transport: PublishTransport = {
      publish: (publication, packetId, isRepeated) => {
        packets.push({ kind: "publish", publication, packetId, isRepeated });
        return true;
      },
      release: (packetId) => packets.push({ kind: "pubrel", packetId }),
      probe: (answered) => packets.push({ kind: "ping", answered }),
    };
    outbox.connected(transport, { identity: "broker and client", sessionPresent, limits: UNLIMITED });
  }

  /** What is on its way is lost, and what is still written to this connection. */
  lose(): void {
    this.#toBroker = [];
    this.#toUs = [];
  }

  /** The broker reads the next packet. @returns whether there was one */
  read(): boolean {
    const packet = this.#toBroker.shift();
    if (packet?.kind === "publish") this.#published(packet.publication, packet.packetId, packet.isRepeated);
    if (packet?.kind === "pubrel") this.#released(packet.packetId);
    if (packet?.kind === "ping") this.#toUs.push(packet.answered);
    return packet !== undefined;
  }

  /** The next of its answers arrives. @returns whether there was one */
  answer(outbox: Outbox): boolean {
    const answer = this.#toUs.shift();
    answer?.(outbox);
    return answer !== undefined;
  }

  #published({ topic, qos }: Publication, packetId: number, isRepeated: boolean): void {
    if (qos === 0) return void this.delivered.push(topic);
    if (qos === 1) {
      this.delivered.push(topic);
      this.#toUs.push((outbox) => outbox.acknowledged(packetId));
      return;
    }
    const known = this.#unreleased.get(packetId);
    if (known !== undefined && known !== topic) this.wrongs.push(`${topic} has the packet identifier of ${known}`);
    if (known !== undefined && !isRepeated) this.wrongs.push(`${topic} is repeated without DUP`);
    if (known === undefined) this.delivered.push(topic);
    this.#unreleased.set(packetId, topic);
    this.#toUs.push((outbox) => outbox.publishReceived(packetId));
  }

  #released(packetId: number): void {
    this.#unreleased.delete(packetId);
    this.#toUs.push((outbox) => outbox.acknowledged(packetId));
  }
}
