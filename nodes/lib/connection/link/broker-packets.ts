import type { IConnackPacket, Packet } from "mqtt";
import type { MqttNodeError } from "../../errors";
import type { LinkSettings } from "../settings/connect-settings";
import { diagnoseAcknowledgement, diagnoseConnack, diagnoseDisconnect } from "../diagnosis/diagnosis";
import { protocolErrorIn } from "./protocol-error";
import { reasonStringOf } from "../diagnosis/reason-codes";
import { TopicAliases } from "./topic-aliases";

/** What the packets of a broker say. */
export interface BrokerPacketEvents {
  /** The broker has accepted us; MQTT.js doesn't know yet. */
  accepted(connack: IConnackPacket): void;
  /** A message of ours has come to its end, by PUBACK, by PUBCOMP, or by a PUBREC that refuses it. */
  acknowledged(packetId: number, error?: MqttNodeError): void;
  /** The broker has a QoS 2 message of ours: PUBREC. */
  publishReceived(packetId: number): void;
  /** PINGRESP. */
  ponged(): void;
  /** The broker refused or ended the connection, which must be closed. */
  ended(cause: MqttNodeError): void;
  /** The same, since it broke the rules of MQTT: in words. */
  broken(detail: string): void;
}

/** What answers our messages, which MQTT.js doesn't know of. */
const ACKNOWLEDGEMENTS: ReadonlySet<string> = new Set(["puback", "pubrec", "pubcomp"]);

/** The broker has completed the message before, and has heard our PUBREL again [MQTT 5, 3.7.2.1]. */
const PACKET_IDENTIFIER_NOT_FOUND = 0x92;

type Acknowledgement = Packet & { readonly reasonCode?: number };

/** The packets of the broker on one link. MQTT.js shows each before it acts on it. */
export class BrokerPackets {
  readonly #settings: LinkSettings;
  readonly #events: BrokerPacketEvents;
  readonly #aliases = new TopicAliases();
  /** How many filters each SUBSCRIBE without an answer has, by its packet identifier. */
  readonly #filters = new Map<number, number>();
  #isAccepted = false;
  #hasEnded = false;

  constructor(settings: LinkSettings, events: BrokerPacketEvents) {
    this.#settings = settings;
    this.#events = events;
  }

  /** MQTT.js is about to write a packet. */
  sending(packet: Packet): void {
    if (packet.cmd === "subscribe") this.#filters.set(packet.messageId ?? 0, packet.subscriptions.length);
  }

  /** Whatever still comes, MQTT.js does nothing with it. */
  end(): void {
    this.#hasEnded = true;
  }

  received(packet: Packet): void {
    if (!this.#hasEnded) this.#read(packet);
    // The parser's name for a packet type that doesn't exist, which MQTT.js passes over.
    if (this.#hasEnded || ACKNOWLEDGEMENTS.has(packet.cmd)) Object.assign(packet, { cmd: "reserved" });
  }

  #read(packet: Packet): void {
    if (packet.cmd === "publish") this.#aliases.resolve(packet);
    const error = protocolErrorIn(packet, this.#settings.version, this.#isAccepted);
    if (error !== undefined) return this.#events.broken(error);
    switch (packet.cmd) {
      case "connack":
        return this.#connackReceived(packet);
      case "puback":
        return this.#events.acknowledged(packet.messageId ?? 0, diagnoseAcknowledgement(packet));
      case "pubrec":
        return this.#pubrecReceived(packet);
      case "pubcomp":
        return this.#pubcompReceived(packet);
      case "pingresp":
        return this.#events.ponged();
      case "suback":
        return this.#subackReceived(packet);
      case "disconnect":
        // Nothing may be sent after it, and the connection must be closed [MQTT-3.14.4-3].
        return this.#events.ended(this.#explain(diagnoseDisconnect, packet.reasonCode ?? 0, packet));
    }
  }

  #connackReceived(packet: IConnackPacket): void {
    const code = packet.reasonCode ?? packet.returnCode ?? 0;
    if (code !== 0) return this.#events.ended(this.#explain(diagnoseConnack, code, packet));
    this.#isAccepted = true;
    this.#events.accepted(packet);
  }

  #pubrecReceived(packet: Acknowledgement): void {
    const { messageId = 0 } = packet;
    const refusal = diagnoseAcknowledgement(packet);
    if (refusal === undefined) this.#events.publishReceived(messageId);
    else this.#events.acknowledged(messageId, refusal);
  }

  #pubcompReceived(packet: Acknowledgement): void {
    const isOver = packet.reasonCode === PACKET_IDENTIFIER_NOT_FOUND;
    this.#events.acknowledged(packet.messageId ?? 0, isOver ? undefined : diagnoseAcknowledgement(packet));
  }

  /** MQTT.js notices it too, but when it has gone on to the packets behind it. */
  #subackReceived({ messageId = 0, granted }: Extract<Packet, { cmd: "suback" }>): void {
    const filters = this.#filters.get(messageId) ?? granted.length;
    this.#filters.delete(messageId);
    if (granted.length === filters) return;
    this.#events.broken(`SUBACK with ${granted.length} codes for ${filters} filters`);
  }

  #explain(diagnosis: typeof diagnoseConnack, code: number, packet: Packet): MqttNodeError {
    return diagnosis(code, this.#settings.address, reasonStringOf(packet));
  }
}
