import type { MqttNodeError } from "../errors";
import type { QoS } from "../messages/qos";
import type { ReceivedMessage } from "../messages/received-message";
import type { TopicFilter } from "../topics/topic-filter";
import type { SubscriptionOptions } from "./subscription-options";

/** Who wants the messages of one topic filter. */
export interface Subscriber {
  readonly filter: TopicFilter;
  readonly options: SubscriptionOptions;
  /** The node it belongs to, which may have several subscriptions and still gets a message once. */
  readonly owner: string;
  /** Who wants it and how: the same for the next instance of an unchanged node, which takes this one's place. */
  readonly key: string;
  /** Whether the acknowledgements of messages may be held: they are then asked for with QoS 1 at most. */
  readonly acknowledges: boolean;
  /**
   * Called once for each PUBLISH that matches. Must not throw.
   * @param mayBeNew whether RETAIN may be that of a message just published, because another node has asked for that
   */
  receive(message: ReceivedMessage, mayBeNew: boolean): void;
  /** The broker accepted, perhaps with a lower QoS. */
  granted(qos: QoS): void;
  /** The broker refused the subscription, or can't be asked for it. */
  refused(error: MqttNodeError): void;
  /** A deploy is over, in which this one took the place of another of its node. */
  succeed(predecessor: Subscriber): void;
  /** A deploy is over, and nobody has taken this one's place. */
  ended(): void;
  /** The connection is gone: what isn't acknowledged comes again. */
  lost(): void;
}
