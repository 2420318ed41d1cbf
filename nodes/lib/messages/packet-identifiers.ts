/** A range of MQTT packet identifiers, both ends included. */
export interface PacketIdentifierRange {
  readonly first: number;
  readonly last: number;
}

/**
 * Packet identifiers [MQTT-2.2.1] by what they are used for, so that nobody has to ask anybody whether one is free. That
 * of a flow's message follows from its sequence number: in a session that is kept it is the same in the next process.
 */
export const FLOW_IDENTIFIERS: PacketIdentifierRange = { first: 1, last: 60_000 };

/** Birth and close messages. */
export const ANNOUNCEMENT_IDENTIFIERS: PacketIdentifierRange = { first: 60_001, last: 61_000 };

/** SUBSCRIBE and UNSUBSCRIBE. */
export const SUBSCRIBE_IDENTIFIERS: PacketIdentifierRange = { first: 61_001, last: 65_535 };

/** The packet identifier of a flow's message. @param sequence counts the messages of a connection, from 0 */
export function flowIdentifier(sequence: number): number {
  const { first, last } = FLOW_IDENTIFIERS;
  return first + (sequence % (last - first + 1));
}
