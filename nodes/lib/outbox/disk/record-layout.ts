/**
 * How a record lies in a segment. Numbers are little-endian, and a text has its length in bytes (4) before it.
 *
 * All begin with the segment's marker (4 bytes), the length of what follows the check value (4), the check value over
 * it (4, CRC-32), the type (1) and a sequence number (8). A session's identity follows as it is. Of a message follow
 * when it was queued (8), its bytes on the wire (4), flags (1), the texts sender and topic; its lifetime (8) and its
 * properties, a text, if the flags say so; and its payload as it is. Of what was cleared follows the last sequence
 * number (8). Of a summary follow the session's identity, a text, and the sequence numbers (8 each) of what was received
 * in it.
 */
export const LENGTH_AT = 4;
export const CHECK_AT = 8;
export const TYPE_AT = 12;
export const SEQUENCE_AT = 13;
export const REST_AT = 21;

export const QUEUED_AT = REST_AT;
export const BYTES_AT = REST_AT + 8;
export const FLAGS_AT = REST_AT + 12;
export const SENDER_AT = REST_AT + 13;

export const MESSAGE = 1;
export const RECEIVED = 2;
export const SETTLED = 3;
export const SESSION = 4;
/** Its sequence number is the next that will be given. */
export const SUMMARY = 5;
/** Its sequence number is the first of them. */
export const CLEARED = 6;

/** Flags: the lowest two bits are the QoS. */
export const QOS_BITS = 3;
export const RETAIN = 4;
export const IS_TEXT = 8;
export const HAS_LIFETIME = 16;
export const HAS_PROPERTIES = 32;

/** Stands where damaged bytes stood that have been set aside: no marker begins with it. */
export const FILLER = 0x2d;

/** Sequence numbers are split into two numbers of 32 bits. */
export const TWO_TO_32 = 4_294_967_296;
