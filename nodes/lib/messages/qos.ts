/** At most once, at least once, exactly once [MQTT 5, 4.3]. */
export type QoS = (typeof QOS_LEVELS)[number];

/** All of them, the lowest first. */
export const QOS_LEVELS = [0, 1, 2] as const;
