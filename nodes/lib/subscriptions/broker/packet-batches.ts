/** Fixed header, packet identifier, and the properties: their length and a subscription identifier. */
const PACKET_OVERHEAD = 13;
/** The length of a filter, and its subscription options [MQTT 5, 3.8.3]. */
const FILTER_OVERHEAD = 3;

/** How many bytes a SUBSCRIBE of this filter alone takes at most. */
export function subscribeBytes(filter: string): number {
  return PACKET_OVERHEAD + FILTER_OVERHEAD + Buffer.byteLength(filter);
}

/** What goes into one packet at most. */
export interface PacketRoom {
  /** From 1; may be Infinity. */
  readonly filters: number;
  /** May be Infinity. A filter that is larger still gets a packet of its own. */
  readonly bytes: number;
}

/** Divides what has filters among SUBSCRIBEs, or UNSUBSCRIBEs, which are no larger; in its order. */
export function packetBatches<T>(items: readonly T[], filterOf: (item: T) => string, most: PacketRoom): T[][] {
  const batches: T[][] = [];
  let room = 0;
  for (const item of items) {
    const size = subscribeBytes(filterOf(item)) - PACKET_OVERHEAD;
    const last = batches.at(-1);
    if (last === undefined || last.length >= most.filters || size > room) {
      batches.push([item]);
      room = most.bytes - PACKET_OVERHEAD - size;
    } else {
      last.push(item);
      room -= size;
    }
  }
  return batches;
}
