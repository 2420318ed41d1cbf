/** Identifiers of the subscriptions that a message came for [MQTT 5, 3.3.2.3.8]. */
export type SubscriptionIdentifiers = number | readonly number[];

/** [MQTT 5, 3.8.2.1.2] */
export const HIGHEST_IDENTIFIER = 268_435_455;

/** Whether one of the identifiers is the given one. */
export function includes(identifiers: SubscriptionIdentifiers, identifier: number): boolean {
  return typeof identifiers === "number" ? identifiers === identifier : identifiers.includes(identifier);
}
