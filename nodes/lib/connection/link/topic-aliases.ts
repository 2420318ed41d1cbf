import type { IPublishPacket } from "mqtt";

/**
 * The topic aliases a broker uses on one connection [MQTT 5, 3.3.2.3.4]. MQTT.js resolves them too, but not for a
 * QoS 2 message, whose topic it reads again after PUBREL.
 */
export class TopicAliases {
  readonly #topics = new Map<number, string>();

  /** Gives a PUBLISH that carries only an alias its topic. */
  resolve(packet: IPublishPacket): void {
    const alias = packet.properties?.topicAlias;
    if (alias === undefined) return;
    if (packet.topic === "") packet.topic = this.#topics.get(alias) ?? "";
    else this.#topics.set(alias, packet.topic);
  }
}
