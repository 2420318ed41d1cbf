import type { AskedOptions } from "./standing";

/** One SUBSCRIBE [MQTT 5, 3.8]; before MQTT 5 the filters and the QoS are all that goes out. */
export interface SubscribeRequest extends AskedOptions {
  readonly filters: readonly string[];
  /** Whether retained messages are to be sent. */
  readonly withRetained: boolean;
  /** 1 to 268,435,455; undefined for none. */
  readonly identifier: number | undefined;
}

/** What the subscriptions see of the network. */
export interface SubscribeTransport {
  /** @param answered gets one SUBACK code per filter, or nothing if the connection was lost before */
  subscribe(request: SubscribeRequest, answered: (codes: readonly number[]) => void): void;
  /** @param answered called with the UNSUBACK, or when the connection is lost */
  unsubscribe(filters: readonly string[], answered: () => void): void;
}
