import type { MqttNodeError } from "../errors";
import { decodePayload, type Datatype } from "../messages/decode-payload";
import { setFlowProperties, type FlowProperties } from "../messages/flow-properties";
import type { QoS, ReceivedMessage } from "../messages/received-message";
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

/** Where a subscriber's messages and news go. */
export interface FlowOutput {
  send(msg: ReceivedFlowMessage): void;
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
  readonly #datatype: Datatype;
  readonly #output: FlowOutput;
  readonly #nextId: () => string;

  constructor(filter: TopicFilter, qos: QoS, datatype: Datatype, output: FlowOutput, nextId: () => string) {
    this.filter = filter;
    this.qos = qos;
    this.#datatype = datatype;
    this.#output = output;
    this.#nextId = nextId;
  }

  receive(message: ReceivedMessage): void {
    const { topic, retain, properties } = message;
    const qos = message.qos < this.qos ? message.qos : this.qos;
    const msg: ReceivedFlowMessage = { _msgid: this.#nextId(), topic, payload: undefined, qos, retain };
    if (this.filter.named.length > 0) msg.params = topicParameters(this.filter, topic);
    if (properties !== undefined) setFlowProperties(msg, properties);
    try {
      msg.payload = decodePayload(message, this.#datatype);
    } catch (error) {
      msg.payload = Buffer.from(message.payload);
      this.#output.undeliverable(error, msg);
      return;
    }
    this.#output.send(msg);
  }

  granted(qos: QoS): void {
    this.#output.subscribed(qos < this.qos ? qos : undefined);
  }

  refused(error: MqttNodeError): void {
    this.#output.refused(error);
  }
}
