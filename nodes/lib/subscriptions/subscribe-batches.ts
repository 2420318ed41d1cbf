/** Fixed header, packet identifier and the length of the properties: never more than this. */
const PACKET_OVERHEAD = 12;
/** The length of a filter, and its subscription options [MQTT 5, 3.8.3]. */
const FILTER_OVERHEAD = 3;

/** How many bytes a SUBSCRIBE of this filter alone takes at most. */
export function subscribeBytes(filter: string): number {
  return PACKET_OVERHEAD + FILTER_OVERHEAD + Buffer.byteLength(filter);
}

/**
 * Divides filters among SUBSCRIBE packets, in their order.
 * @param most filters in one packet, at least 1
 * @param bytes of one packet; a filter that is larger still gets a packet of its own
 */
export function subscribeBatches<F extends readonly [filter: string, ...rest: unknown[]]>(
  filters: readonly F[],
  most: number,
  bytes: number,
): F[][] {
  const batches: F[][] = [];
  let room = 0;
  for (const filter of filters) {
    const size = subscribeBytes(filter[0]) - PACKET_OVERHEAD;
    const last = batches.at(-1);
    if (last === undefined || last.length >= most || size > room) {
      batches.push([filter]);
      room = bytes - PACKET_OVERHEAD - size;
    } else {
      last.push(filter);
      room -= size;
    }
  }
  return batches;
}
