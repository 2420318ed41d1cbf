/** The largest two byte integer [MQTT 5, 1.5.2]; also the most bytes of a string or of binary data. */
export const MAX_TWO_BYTES = 65_535;

/** The largest four byte integer [MQTT 5, 1.5.3]. As a Session Expiry Interval it means for ever. */
export const MAX_FOUR_BYTES = 4_294_967_295;
