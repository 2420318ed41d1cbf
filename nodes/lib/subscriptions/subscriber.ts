import type { MqttNodeError } from "../errors";
import type { QoS } from "../messages/qos";
import type { ReceivedMessage } from "../messages/received-message";
import type { TopicFilter } from "../topics/topic-filter";

/** Who wants the messages of one topic filter. */
export interface Subscriber {
  readonly filter: TopicFilter;
  readonly qos: QoS;
  /** Who wants it and how: the same for the next instance of an unchanged node, which takes this one's place. */
  readonly key: string;
  /** Called once for each PUBLISH that matches. Must not throw. */
  receive(message: ReceivedMessage): void;
  /** The broker accepted, perhaps with a lower QoS. */
  granted(qos: QoS): void;
  /** The broker refused the subscription. */
  refused(error: MqttNodeError): void;
}
