/** Fixed header, packet identifier, and the properties: their length and a subscription identifier. */
const PACKET_OVERHEAD = 13;
/** The length of a filter, and its subscription options [MQTT 5, 3.8.3]. */
const FILTER_OVERHEAD = 3;

/** How many bytes a SUBSCRIBE of this filter alone takes at most. */
export function subscribeBytes(filter: string): number {
  return PACKET_OVERHEAD + FILTER_OVERHEAD + Buffer.byteLength(filter);
}

/**
 * Divides filters among SUBSCRIBE packets, in their order.
 * @param items what is divided, each with a filter
 * @param most filters in one packet, at least 1
 * @param bytes of one packet; a filter that is larger still gets a packet of its own
 */
export function subscribeBatches<T>(
  items: readonly T[],
  filterOf: (item: T) => string,
  most: number,
  bytes: number,
): T[][] {
  const batches: T[][] = [];
  let room = 0;
  for (const item of items) {
    const size = subscribeBytes(filterOf(item)) - PACKET_OVERHEAD;
    const last = batches.at(-1);
    if (last === undefined || last.length >= most || size > room) {
      batches.push([item]);
      room = bytes - PACKET_OVERHEAD - size;
    } else {
      last.push(item);
      room -= size;
    }
  }
  return batches;
}
