import { MqttNodeError } from "../../errors";
import type { DynamicSubscriptions } from "./dynamic-subscriptions";
import { unwantedFilters, wantedSubscriptions, type SubscriptionDefaults } from "./wanted-subscription";

/** Called once when a command has been carried out, or can't be. */
type Ended = (error?: MqttNodeError) => void;

/** A message with a command: what it asks for, and where the answer is put. */
interface SubscriptionMessage {
  readonly topic?: unknown;
}

/**
 * What `msg.action` can be of a node with dynamic subscriptions. A message that is done has those that there are then
 * in `msg.subscriptions`.
 * @param send sends the answer to `getSubscriptions`: in `msg.payload`
 */
export function subscriptionCommands(
  dynamic: DynamicSubscriptions,
  defaults: SubscriptionDefaults,
  send: (msg: { topic: string; payload: unknown }) => void,
): Record<"subscribe" | "unsubscribe" | "getSubscriptions", (msg: SubscriptionMessage, ended: Ended) => void> {
  const list = (msg: SubscriptionMessage): void => {
    // A message that can't be changed is done without it.
    attempt(() => Object.assign(msg, { subscriptions: dynamic.glance() }));
  };
  return {
    subscribe: (msg, ended) => {
      const wanted = attempt(() => wantedSubscriptions(msg.topic, defaults));
      if (wanted instanceof MqttNodeError) return ended(wanted);
      dynamic.subscribe(wanted, (error) => {
        list(msg);
        ended(error);
      });
    },
    unsubscribe: (msg, ended) => {
      const filters = attempt(() => (msg.topic === true ? dynamic.filters() : unwantedFilters(msg.topic)));
      if (filters instanceof MqttNodeError) return ended(filters);
      dynamic.unsubscribe(filters);
      list(msg);
      ended();
    },
    getSubscriptions: (msg, ended) => {
      const failure = attempt(() => {
        send(Object.assign(msg, { topic: "subscriptions", payload: dynamic.list() }));
        return undefined;
      });
      ended(failure);
    },
  };
}

/** A flow's object may even throw where it is read, or not be copied for a second wire. */
function attempt<T>(call: () => T): T | MqttNodeError {
  try {
    return call();
  } catch (error) {
    return MqttNodeError.from(error);
  }
}
