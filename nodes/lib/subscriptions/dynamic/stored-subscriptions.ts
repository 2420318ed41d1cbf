import { MqttNodeError } from "../../errors";
import { subscriptionReader, type SubscriptionDefaults, type WantedSubscription } from "./wanted-subscription";

/**
 * What was subscribed before a restart.
 * @param stored what the file holds: undefined, or a list, if nobody has edited it
 * @param onProblem gets why an entry is left out
 */
export function storedSubscriptions(
  stored: unknown,
  defaults: SubscriptionDefaults,
  onProblem: (error: MqttNodeError) => void,
): WantedSubscription[] {
  if (stored === undefined) return [];
  const read = subscriptionReader(defaults);
  const entries: unknown[] = Array.isArray(stored) ? stored : [stored];
  return entries.flatMap((entry) => {
    try {
      return read(entry);
    } catch (error) {
      onProblem(MqttNodeError.from(error));
      return [];
    }
  });
}
