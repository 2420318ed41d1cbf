import { systemClock, type Clock } from "./clock";
import { connectionEvent } from "./connection-event";
import type { ConnectionState } from "./connection/state";
import { MqttNodeError } from "./errors";
import {
  connectionStatus,
  connectingStatus,
  downgradedStatus,
  invalidStatus,
  refusedStatus,
  type Status,
} from "./status";
import { StatusLine } from "./status-line";
import type { Translate } from "./texts";

/** The part of a Node-RED node that tells people something. */
export interface ReportingNode {
  status(status: Status): void;
  warn(text: string): void;
  error(error: Error, msg: Record<string, unknown>): void;
}

/** Ends an input message. */
export type Done = (error?: Error) => void;

/** A node as it takes messages. */
export interface ListeningNode {
  on(event: "input", listener: (msg: object, send: unknown, done: Done) => void): unknown;
}

/** The one place that turns an error into a status, the end of a message, and at most one log line. */
export class Reporter {
  readonly #node: ReportingNode;
  readonly #translate: Translate;
  readonly #line: StatusLine;
  #invalid: MqttNodeError | undefined;
  #refused: MqttNodeError | undefined;
  #grantedQos: number | undefined;
  #state: ConnectionState = { name: "closed" };
  /** False while the broker's answer to a SUBSCRIBE is to come; always true for a node that only publishes. */
  #isSubscribed = true;
  #mustSubscribe = false;
  #waiting: () => number = () => 0;

  constructor(node: ReportingNode, translate: Translate, clock: Clock = systemClock) {
    this.#node = node;
    this.#translate = translate;
    this.#line = new StatusLine(
      (status) => node.status(status),
      () => this.#compose(),
      clock,
    );
  }

  /** Saved properties that nobody reads are most likely misspelt. */
  unknownProperties(names: readonly string[]): void {
    for (const name of names) this.#node.warn(this.#translate("warnings.unknown-property", { name }));
  }

  /** The node can't work as it is configured. What has its sentence has been logged, by the broker's node. */
  invalid(error: MqttNodeError): void {
    this.#invalid = error;
    if (error.message === error.code) this.#node.error(this.explain(error), {});
    this.#line.show();
  }

  /** The same, where the node takes messages: each still ends. */
  refuseInputs(error: MqttNodeError, node: ListeningNode): void {
    this.invalid(error);
    node.on("input", (_msg, _send, done) => done(error));
  }

  /** @param waiting counts the node's messages that have not been sent */
  countWaiting(waiting: () => number): void {
    this.#waiting = waiting;
  }

  /** The node is of use only once the broker has subscribed it. */
  mustSubscribe(): void {
    this.#mustSubscribe = true;
    this.#isSubscribed = false;
  }

  connection(state: ConnectionState): void {
    // The next of many attempts is no news.
    if (state.name === "connecting" && "attempt" in this.#state) return;
    this.#state = state;
    if (state.name !== "connected") this.#isSubscribed = !this.#mustSubscribe;
    this.#line.show();
  }

  /** The broker subscribed us. @param granted undefined: as asked */
  subscribed(granted: number | undefined): void {
    this.#refused = undefined;
    this.#grantedQos = granted;
    this.#isSubscribed = true;
    this.#showIfConnected();
  }

  /** The broker refused; said once, and again only for another reason. */
  refused(error: MqttNodeError): void {
    const said = this.#refused?.message;
    this.#refused = this.explain(error);
    this.#isSubscribed = true;
    if (said !== error.message) this.#node.error(error, {});
    this.#showIfConnected();
  }

  /** A message from the broker can't be given to the flow: it goes to Catch nodes instead. */
  undeliverable(error: unknown, msg: Record<string, unknown>): void {
    this.#node.error(this.explain(MqttNodeError.from(error)), msg);
  }

  /** Ends an input message with an error, which Node-RED logs and gives to Catch nodes. */
  failed(error: unknown, done: Done): void {
    const problem = MqttNodeError.from(error);
    // That there was no connection is over with the next one.
    if (problem.code !== "not-connected") this.#refused = problem;
    done(this.explain(problem));
    this.#line.refresh();
  }

  /** Ends an input message well. */
  completed(done: Done): void {
    this.#refused = undefined;
    done();
    this.#line.refresh();
  }

  /** Ends a control message: how the connection stands, the status shows anyway. */
  commanded(error: MqttNodeError | undefined, done: Done): void {
    if (error === undefined) done();
    else done(this.explain(error));
  }

  /** A message of the node waits to be sent. */
  waiting(): void {
    this.#line.refresh();
  }

  close(): void {
    this.#line.close();
  }

  /** Gives an error its sentence in the runtime's language. */
  explain(error: MqttNodeError): MqttNodeError {
    if (error.cause instanceof MqttNodeError) this.explain(error.cause as MqttNodeError);
    error.message = this.#translate(`errors.${error.code}`, error.values);
    return error;
  }

  /** The successor of a node is told of its subscription before it is told of the connection. */
  #showIfConnected(): void {
    if (this.#state.name === "connected") this.#line.show();
  }

  #compose(): Status {
    if (this.#invalid !== undefined) return invalidStatus(this.#invalid, this.#translate);
    return { ...this.#shown(), connection: connectionEvent(this.#state, this.#translate) };
  }

  #shown(): Status {
    if (this.#state.name === "connected") {
      if (!this.#isSubscribed) return connectingStatus();
      if (this.#refused !== undefined) return refusedStatus(this.#refused, this.#translate);
      if (this.#grantedQos !== undefined) return downgradedStatus(this.#grantedQos, this.#translate);
    }
    return connectionStatus(this.#state, this.#waiting(), this.#translate);
  }
}
