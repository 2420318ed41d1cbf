import { systemClock, type Clock } from "./clock";
import type { ConnectionState } from "./connection/state";
import { MqttNodeError } from "./errors";
import { explain } from "./explanation";
import type { RebuiltMessage } from "./messages/rebuilt-message";
import { NodeStatus, type StatusSources } from "./node-status";
import type { Done, ListeningNode, ReportingNode } from "./reporting-node";
import { StatusLine } from "./status-line";
import { SubscriptionReport, type SubscriptionTeller } from "./subscription-report";
import type { Translate } from "./texts";

/** The one place that turns an error into a status, the end of a message, and at most one log line. */
export class Reporter {
  readonly #node: ReportingNode;
  readonly #translate: Translate;
  readonly #line: StatusLine;
  readonly #status: NodeStatus;
  readonly #teller: SubscriptionTeller = {
    tell: (error, msg) => this.#tell(error, msg),
    answered: () => this.#ifConnected(() => this.#line.update()),
    // What comes with a message is throttled, and mostly answered before anybody sees that it is awaited.
    changed: () => this.#ifConnected(() => this.#line.soon()),
  };

  constructor(node: ReportingNode, translate: Translate, clock: Clock = systemClock) {
    this.#node = node;
    this.#translate = translate;
    const status = (this.#status = new NodeStatus(translate));
    this.#line = new StatusLine(
      (shown) => node.status(shown),
      () => status.compose(),
      clock,
    );
  }

  /** Saved properties that nobody reads are most likely misspelt. */
  unknownProperties(names: readonly string[]): void {
    for (const name of names) this.warn("unknown-property", { name });
  }

  /** Something that a person should know and nothing fails by. */
  warn(code: string, values: Readonly<Record<string, string | number>> = {}): void {
    this.#node.warn(this.#translate(`warnings.${code}`, values));
  }

  /** The node can't work as it is configured. What has its sentence has been logged, by the broker's node. */
  invalid(error: MqttNodeError): void {
    this.#status.invalid = error;
    if (error.message === error.code) this.#node.error(this.explain(error), {});
    this.#line.show();
  }

  /** The same, where the node takes messages: each still ends. */
  refuseInputs(error: MqttNodeError, node: ListeningNode): void {
    this.invalid(error);
    node.on("input", (_msg, _send, done) => done(error));
  }

  /** What the status shows beside the connection. */
  shows(sources: Partial<StatusSources>): void {
    this.#status.add(sources);
  }

  /** One more subscription: the node is of use only once the broker has answered all. */
  subscription(): SubscriptionReport {
    this.#teller.changed();
    return new SubscriptionReport(this.#status.answers, this.#teller);
  }

  connection(state: ConnectionState): void {
    // The next of many attempts is no news.
    if (state.name === "connecting" && "attempt" in this.#status.connection) return;
    this.#status.connection = state;
    if (state.name !== "connected") this.#status.answers.lost();
    this.#line.show();
  }

  /** Ends an input message with an error, which Node-RED logs and gives to Catch nodes. */
  failed(error: unknown, done: Done): void {
    const problem = MqttNodeError.from(error);
    this.#note(problem);
    this.#end(done, this.explain(problem));
    this.#line.refresh();
  }

  /**
   * A message has failed whose input was completed when it was safe on disk: Catch nodes get it as it was kept there.
   * @param msg made of what was kept
   */
  failedLater(error: MqttNodeError, msg: RebuiltMessage): void {
    this.#note(error);
    this.#tell(error, { ...msg });
    this.#line.refresh();
  }

  /** Ends an input message well. */
  completed(done: Done): void {
    this.#status.failure = undefined;
    this.#end(done);
    this.#line.soon();
  }

  /** Ends a control message: how the connection stands, the status shows anyway. */
  commanded(error: MqttNodeError | undefined, done: Done): void {
    this.#end(done, error === undefined ? undefined : this.explain(error));
  }

  /** A message of the node waits to be acknowledged, or does no longer. */
  waiting(): void {
    this.#line.refresh();
  }

  /** A device of the node stands otherwise. */
  devicesChanged(): void {
    this.#ifConnected(() => this.#line.refresh());
  }

  /** A message of the node waits to be sent, or does no longer: on a connection that stands, most do for a moment. */
  sending(): void {
    if (this.#status.connection.name === "connected") this.#line.soon();
    else this.#line.refresh();
  }

  close(): void {
    this.#line.close();
  }

  /** Something failed that no input message waits for. */
  trouble(error: MqttNodeError): void {
    this.#tell(error, {});
  }

  /** Gives an error its sentence in the runtime's language. */
  explain(error: MqttNodeError): MqttNodeError {
    return explain(error, this.#translate);
  }

  /**
   * Node-RED copies the message for Complete and Catch nodes, which fails for one that is nested too deep: whoever
   * ends messages, such as a connection that closes, must get to its end.
   */
  #end(done: Done, error?: Error): void {
    try {
      done(error);
    } catch (problem) {
      this.#tell(error ?? problem, {});
    }
  }

  /** What the status shows until a message is sent. That there was no connection is over with the next one. */
  #note(problem: MqttNodeError): void {
    if (problem.code !== "not-connected") this.#status.failure = problem;
  }

  /** Logs it, and gives it to Catch nodes. */
  #tell(error: unknown, msg: Record<string, unknown>): void {
    this.#node.error(this.explain(MqttNodeError.from(error)), msg);
  }

  /** The successor of a node is told of its subscription before it is told of the connection. */
  #ifConnected(show: () => void): void {
    if (this.#status.connection.name === "connected") show();
  }
}
