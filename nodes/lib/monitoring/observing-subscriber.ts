import type { MqttNodeError } from "../errors";
import type { ObservedMessage } from "../presence/observed-message";
import type { SubscriptionOptions } from "../subscriptions/subscription-options";
import type { Subscriber } from "../subscriptions/subscriber";
import { parseTopicFilter, type TopicFilter } from "../topics/topic-filter";

/** Who is told what the broker answers. */
export interface ObservingReporter {
  subscribed(granted: undefined): void;
  refused(error: MqttNodeError): void;
}

/** Whom a subscriber belongs to, and what it is for. */
export interface Observing {
  /** See {@link Subscriber.owner}. */
  readonly owner: string;
  /** See {@link Subscriber.key}. */
  readonly key: string;
  /** See {@link Subscriber.receive}. */
  readonly receive: (message: ObservedMessage, mayBeNew: boolean) => void;
}

/** With what is retained, and so that nothing gets lost: a lower QoS than asked for is all the same for one who only looks. */
const OPTIONS: SubscriptionOptions = { qos: 1, noLocal: false, retainAsPublished: false, retained: "always" };

/** Gets the messages of a filter to look at, not to hand on. */
export class ObservingSubscriber implements Subscriber {
  readonly filter: TopicFilter;
  readonly options = OPTIONS;
  readonly owner: string;
  readonly key: string;
  readonly acknowledges = false;
  readonly receive: (message: ObservedMessage, mayBeNew: boolean) => void;
  readonly #reporter: ObservingReporter | undefined;

  /** @param reporter absent where nobody needs to know whether the broker has granted it */
  constructor(wire: string, { owner, key, receive }: Observing, reporter?: ObservingReporter) {
    this.filter = parseTopicFilter(wire);
    this.owner = owner;
    this.key = key;
    this.receive = receive;
    this.#reporter = reporter;
  }

  granted(): void {
    this.#reporter?.subscribed(undefined);
  }

  refused(error: MqttNodeError): void {
    this.#reporter?.refused(error);
  }

  /** What was known goes from node to node, not from subscriber to subscriber. */
  succeed(): void {
    return undefined;
  }

  ended(): void {
    return undefined;
  }

  lost(): void {
    return undefined;
  }
}
