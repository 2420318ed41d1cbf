import type { Asking } from "../listener";
import type { Ask } from "./ask";
import { packetBatches, type PacketRoom } from "./packet-batches";
import type { SubscribeRequest } from "./subscribe-transport";

/** A SUBSCRIBE, and what is asked with it. */
export interface SubscribePacket {
  readonly asks: readonly Ask[];
  readonly request: SubscribeRequest;
}

/**
 * The SUBSCRIBEs for asks, which count as sent from here on. Options are the same for all filters of one, since MQTT.js
 * takes them so.
 */
export function subscribePackets(asks: readonly Ask[], asking: Asking, room: PacketRoom): SubscribePacket[] {
  const kinds = new Map<string, Ask[]>();
  for (const ask of asks) {
    const alike = kinds.get(ask.kind);
    if (alike === undefined) kinds.set(ask.kind, [ask]);
    else alike.push(ask);
  }
  return [...kinds.values()]
    .flatMap((alike) => packetBatches(alike, ({ filter }) => filter.wire, room))
    .map((batch) => packetOf(batch, asking));
}

function packetOf(asks: readonly Ask[], asking: Asking): SubscribePacket {
  const filters = asks.map(({ filter }) => filter.wire);
  const [{ options, withRetained }] = asks as [Ask];
  for (const ask of asks) ask.sent(asking);
  return { asks, request: { filters, ...options, withRetained, identifier: asking.identifier } };
}
