import { MqttNodeError } from "../../errors";
import { decodePayload, type Datatype } from "../../messages/decode-payload";
import { setFlowProperties, type FlowProperties } from "../../messages/flow-properties";
import type { QoS } from "../../messages/qos";
import type { ReceivedMessage } from "../../messages/received-message";
import { topicParameters, type TopicFilter, type TopicParameters } from "../../topics/topic-filter";
import type { Subscriber } from "../subscriber";
import type { SubscriptionOptions } from "../subscription-options";
import type { Recipient, Unacknowledged } from "./unacknowledged";

/** `msg._mqttAck` of a message that needs no acknowledgement: only QoS 1 can wait for one. */
export const NOTHING_TO_ACKNOWLEDGE = "0";

/** What a received message becomes. */
export type ReceivedFlowMessage = FlowProperties & {
  _msgid: string;
  topic: string;
  payload: unknown;
  qos: QoS;
  retain: boolean;
  params?: TopicParameters;
  /** By which the node recognises the message when the flow brings it back to be acknowledged. */
  _mqttAck?: string;
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

/** What a node wants of one topic filter. */
export interface WantedMessages {
  readonly filter: TopicFilter;
  readonly options: SubscriptionOptions;
  /** The form of payloads. */
  readonly datatype: Datatype;
}

/** Turns what the broker sends for one topic filter into a flow's messages. */
export class FlowSubscriber implements Subscriber, Recipient {
  readonly filter: TopicFilter;
  readonly options: SubscriptionOptions;
  readonly owner: string;
  readonly key: string;
  /** Beside the options, since with thousands of nodes each step through cold memory shows. */
  readonly #qos: QoS;
  readonly #hasNames: boolean;
  readonly #datatype: Datatype;
  readonly #node: SendingNode;
  readonly #reporter: SubscriptionReporter;
  readonly #nextId: () => string;
  readonly #unacknowledged: Unacknowledged | undefined;

  /** @param unacknowledged of the node, if its flow acknowledges messages */
  constructor(
    wanted: WantedMessages,
    node: SendingNode,
    reporter: SubscriptionReporter,
    nextId: () => string,
    unacknowledged?: Unacknowledged,
  ) {
    this.filter = wanted.filter;
    this.options = unacknowledged === undefined ? wanted.options : withQos1(wanted.options);
    this.owner = node.id;
    this.#qos = this.options.qos;
    this.#hasNames = wanted.filter.named.length > 0;
    this.#datatype = wanted.datatype;
    this.#node = node;
    this.#reporter = reporter;
    this.#nextId = nextId;
    this.#unacknowledged = unacknowledged;
    this.key = JSON.stringify([node.id, this.options, wanted.datatype, this.acknowledges]);
  }

  get acknowledges(): boolean {
    return this.#unacknowledged !== undefined;
  }

  receive(message: ReceivedMessage): void {
    if (this.#unacknowledged === undefined) this.deliver(message);
    else this.#unacknowledged.add(message, this);
  }

  deliver(message: ReceivedMessage): void {
    const msg = this.#flowMessage(message);
    try {
      msg.payload = decodePayload(message, this.#datatype);
    } catch (error) {
      this.#undeliverable(error, msg, message);
      return;
    }
    this.#send(msg, message);
  }

  overdue(message: ReceivedMessage, seconds: number): void {
    const error = new MqttNodeError("ack-timeout", { topic: message.topic, seconds });
    // Where a Catch node brings it back, there is nothing left to acknowledge.
    const msg = { ...this.#flowMessage(message), _mqttAck: NOTHING_TO_ACKNOWLEDGE };
    this.#undeliverable(error, msg, message);
  }

  granted(qos: QoS): void {
    this.#reporter.subscribed(qos < this.options.qos ? qos : undefined);
  }

  refused(error: MqttNodeError): void {
    this.#reporter.refused(error);
  }

  succeed(predecessor: Subscriber): void {
    if (!(predecessor instanceof FlowSubscriber) || predecessor.#unacknowledged === undefined) return;
    if (this.#unacknowledged === undefined) predecessor.ended();
    else this.#unacknowledged.takeOver(predecessor.#unacknowledged, predecessor, this);
  }

  ended(): void {
    this.#unacknowledged?.release(this);
  }

  lost(): void {
    this.#unacknowledged?.clear();
  }

  #flowMessage(message: ReceivedMessage): ReceivedFlowMessage {
    const { topic, retain, properties } = message;
    const qos = message.qos < this.#qos ? message.qos : this.#qos;
    const msg: ReceivedFlowMessage = { _msgid: this.#nextId(), topic, payload: undefined, qos, retain };
    if (this.#hasNames) msg.params = topicParameters(this.filter, topic);
    if (properties !== undefined) setFlowProperties(msg, properties);
    if (this.#unacknowledged !== undefined) msg._mqttAck = message.receipt?.id ?? NOTHING_TO_ACKNOWLEDGE;
    return msg;
  }

  /** Node-RED copies a message for a second wire, which fails for one that is nested too deep. */
  #send(msg: ReceivedFlowMessage, message: ReceivedMessage): void {
    try {
      this.#node.send(msg);
    } catch (error) {
      this.#undeliverable(error, { ...msg }, message);
    }
  }

  #undeliverable(error: unknown, msg: ReceivedFlowMessage, { payload }: ReceivedMessage): void {
    msg.payload = Buffer.from(payload);
    this.#reporter.undeliverable(error, msg);
  }
}

/** A QoS 2 message can't wait for the flow: its acknowledgement has two parts. */
function withQos1(options: SubscriptionOptions): SubscriptionOptions {
  return options.qos > 1 ? { ...options, qos: 1 } : options;
}
