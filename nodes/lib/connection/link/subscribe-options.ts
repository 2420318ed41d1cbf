import type { IClientSubscribeOptions } from "mqtt";
import type { SubscribeRequest } from "../../subscriptions/broker/subscribe-transport";

/** MQTT 5's retain handling: send retained messages, or don't [MQTT 5, 3.8.3.1]. */
const SEND = 0;
const DO_NOT_SEND = 2;

/** MQTT.js's options for one SUBSCRIBE; what MQTT before 5 doesn't know it leaves out by itself. */
export function subscribeOptions(request: SubscribeRequest): IClientSubscribeOptions {
  const { qos, noLocal, retainAsPublished, withRetained, identifier } = request;
  return {
    qos,
    nl: noLocal,
    rap: retainAsPublished,
    rh: withRetained ? SEND : DO_NOT_SEND,
    ...(identifier === undefined ? {} : { properties: { subscriptionIdentifier: identifier } }),
  };
}
