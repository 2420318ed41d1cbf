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
  acknowledged(packetId: number, error?: MqttNodeError): void;
  /** The broker refused or ended the connection, which must be closed. */
  ended(cause: MqttNodeError): void;
  /** The same, since it broke the rules of MQTT: in words. */
  broken(detail: string): void;
}

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

  /** A SUBSCRIBE goes out. */
  subscribing(packetId: number, filters: number): void {
    this.#filters.set(packetId, filters);
  }

  /** Whatever still comes, MQTT.js does nothing with it. */
  end(): void {
    this.#hasEnded = true;
  }

  received(packet: Packet): void {
    if (!this.#hasEnded) this.#read(packet);
    // The parser's name for a packet type that doesn't exist, which MQTT.js passes over.
    if (this.#hasEnded) Object.assign(packet, { cmd: "reserved" });
  }

  #read(packet: Packet): void {
    if (packet.cmd === "publish") this.#aliases.resolve(packet);
    const error = protocolErrorIn(packet, this.#settings.version, this.#isAccepted);
    if (error !== undefined) return this.#events.broken(error);
    switch (packet.cmd) {
      case "connack":
        return this.#connackReceived(packet);
      case "puback":
      case "pubcomp":
        return this.#events.acknowledged(packet.messageId ?? 0, diagnoseAcknowledgement(packet));
      case "pubrec":
        return this.#pubrecReceived(packet);
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

  #pubrecReceived(packet: Packet & { reasonCode?: number }): void {
    const refusal = diagnoseAcknowledgement(packet);
    if (refusal !== undefined) this.#events.acknowledged(packet.messageId ?? 0, refusal);
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
