import type { MqttNodeError } from "../errors";
import { decodePayload, type Datatype } from "../messages/decode-payload";
import { setFlowProperties, type FlowProperties } from "../messages/flow-properties";
import type { QoS } from "../messages/qos";
import type { ReceivedMessage } from "../messages/received-message";
import { topicParameters, type TopicFilter, type TopicParameters } from "../topics/topic-filter";
import type { Subscriber } from "./subscriber";

/** What a received message becomes. */
export type ReceivedFlowMessage = FlowProperties & {
  _msgid: string;
  topic: string;
  payload: unknown;
  qos: QoS;
  retain: boolean;
  params?: TopicParameters;
};

/** The node that a subscriber's messages leave from. */
export interface SendingNode {
  readonly id: string;
  send(msg: ReceivedFlowMessage): void;
}

/** Who is told what became of a subscription and its messages. */
export interface SubscriptionReporter {
  /** @param msg as it would have been sent, with the payload as a buffer */
  undeliverable(error: unknown, msg: ReceivedFlowMessage): void;
  /** @param granted the QoS, if it is lower than asked for */
  subscribed(granted: QoS | undefined): void;
  refused(error: MqttNodeError): void;
}

/** Turns what the broker sends for one topic filter into a flow's messages. */
export class FlowSubscriber implements Subscriber {
  readonly filter: TopicFilter;
  readonly qos: QoS;
  readonly key: string;
  readonly #hasNames: boolean;
  readonly #datatype: Datatype;
  readonly #node: SendingNode;
  readonly #reporter: SubscriptionReporter;
  readonly #nextId: () => string;

  /** @param wanted the filter, the most QoS, and the form of payloads */
  constructor(
    wanted: { filter: TopicFilter; qos: QoS; datatype: Datatype },
    node: SendingNode,
    reporter: SubscriptionReporter,
    nextId: () => string,
  ) {
    this.filter = wanted.filter;
    this.qos = wanted.qos;
    this.key = JSON.stringify([node.id, wanted.qos, wanted.datatype]);
    this.#hasNames = wanted.filter.named.length > 0;
    this.#datatype = wanted.datatype;
    this.#node = node;
    this.#reporter = reporter;
    this.#nextId = nextId;
  }

  receive(message: ReceivedMessage): void {
    const { topic, retain, properties } = message;
    const qos = message.qos < this.qos ? message.qos : this.qos;
    const msg: ReceivedFlowMessage = { _msgid: this.#nextId(), topic, payload: undefined, qos, retain };
    if (this.#hasNames) msg.params = topicParameters(this.filter, topic);
    if (properties !== undefined) setFlowProperties(msg, properties);
    try {
      msg.payload = decodePayload(message, this.#datatype);
    } catch (error) {
      msg.payload = Buffer.from(message.payload);
      this.#reporter.undeliverable(error, msg);
      return;
    }
    this.#send(msg, message);
  }

  /** Node-RED copies a message for a second wire, which fails for one that is nested too deep. */
  #send(msg: ReceivedFlowMessage, message: ReceivedMessage): void {
    try {
      this.#node.send(msg);
    } catch (error) {
      this.#reporter.undeliverable(error, { ...msg, payload: Buffer.from(message.payload) });
    }
  }

  granted(qos: QoS): void {
    this.#reporter.subscribed(qos < this.qos ? qos : undefined);
  }

  refused(error: MqttNodeError): void {
    this.#reporter.refused(error);
  }
}
