import type { MqttNodeError } from "../../../nodes/lib/errors";
import type { QoS } from "../../../nodes/lib/messages/qos";
import type { ReceivedMessage } from "../../../nodes/lib/messages/received-message";
import type { Subscriber } from "../../../nodes/lib/subscriptions/subscriber";
import {
  Subscriptions,
  type SubscribeLimits,
  type SubscribeTransport,
} from "../../../nodes/lib/subscriptions/subscriptions";
import { parseTopicFilter, type TopicFilter } from "../../../nodes/lib/topics/topic-filter";

let instances = 0;

/** The limits of a broker that has none. */
export const UNLIMITED: SubscribeLimits = {
  maximumPacketSize: undefined,
  maximumQos: 2,
  wildcards: true,
  sharedSubscriptions: true,
};

/** A node that remembers what it got and what it was told. */
export class FakeSubscriber implements Subscriber {
  readonly filter: TopicFilter;
  readonly qos: QoS;
  readonly key: string;
  readonly received: ReceivedMessage[] = [];
  /** What the broker granted, or why it refused. */
  readonly answers: (QoS | MqttNodeError["values"])[] = [];
  /** The codes of the refusals. */
  readonly refusals: string[] = [];

  /** @param key of the node; by default none that anybody else has */
  constructor(filter: string, qos: QoS = 1, key = `subscriber ${(instances += 1)}`) {
    this.key = key;
    this.filter = parseTopicFilter(filter);
    this.qos = qos;
  }

  receive(message: ReceivedMessage): void {
    this.received.push(message);
  }

  granted(qos: QoS): void {
    this.answers.push(qos);
  }

  refused(error: MqttNodeError): void {
    this.answers.push(error.values);
    this.refusals.push(error.code);
  }
}

/** A connection that remembers what it was asked for. */
export class FakeBroker implements SubscribeTransport {
  /** SUBSCRIBEs as `1: a, b` and UNSUBSCRIBEs as `-: a, b`. */
  readonly asked: string[] = [];
  readonly #answers: ((codes: readonly number[]) => void)[] = [];

  subscribe(filters: readonly string[], qos: QoS, answered: (codes: readonly number[]) => void): void {
    this.asked.push(`${qos}: ${filters.join(", ")}`);
    this.#answers.push(answered);
  }

  unsubscribe(filters: readonly string[]): void {
    this.asked.push(`-: ${filters.join(", ")}`);
  }

  /** Answers the oldest SUBSCRIBE that has no answer. */
  answer(...codes: number[]): void {
    this.#answers.shift()?.(codes);
  }
}

/** What some nodes want, just asked of a broker that calls its codes `code 128`. */
export function subscribed(
  batch: number,
  ...subscribers: FakeSubscriber[]
): { subscriptions: Subscriptions; broker: FakeBroker } {
  const subscriptions = new Subscriptions(batch, (code) => `code ${code}`);
  const broker = new FakeBroker();
  for (const subscriber of subscribers) subscriptions.add(subscriber);
  subscriptions.connected(broker, false, UNLIMITED);
  return { subscriptions, broker };
}
