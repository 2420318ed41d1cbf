import { connectionEvent } from "./connection-event";
import type { BrokerSession, ConnectionState } from "./connection/state";
import type { MqttNodeError } from "./errors";
import {
  connectionStatus,
  connectingStatus,
  devicesStatus,
  downgradedStatus,
  invalidStatus,
  queueTroubleStatus,
  refusedStatus,
  unacknowledgedStatus,
  type ShownDevices,
  type Status,
} from "./status";
import { SubscriptionAnswers } from "./subscription-answers";
import type { Translate } from "./texts";

/** What a status shows of its node, asked whenever it is shown. */
export interface StatusSources {
  /** Messages that have not been sent. */
  waiting(): number;
  /** Subscriptions that came by message. */
  topics(): number;
  /** Messages that the next one waits for; 0 while it need not wait. */
  unacknowledged(): number;
  /** Why messages are in memory that should be on disk. */
  queueTrouble(): MqttNodeError | undefined;
  /** Those that are watched; undefined where none are. */
  devices(): ShownDevices | undefined;
}

/** What is known of a node, and which of it matters most: that is its status. */
export class NodeStatus {
  readonly #translate: Translate;
  readonly #sources: StatusSources = {
    waiting: () => 0,
    topics: () => 0,
    unacknowledged: () => 0,
    queueTrouble: () => undefined,
    devices: () => undefined,
  };
  /** To the node's subscriptions. */
  readonly answers = new SubscriptionAnswers();
  connection: ConnectionState = { name: "closed" };
  /** Why the node can't work as it is configured. */
  invalid: MqttNodeError | undefined;
  /** Why the last message to be sent wasn't. */
  failure: MqttNodeError | undefined;

  constructor(translate: Translate) {
    this.#translate = translate;
  }

  /** Has more to show from now on. */
  add(sources: Partial<StatusSources>): void {
    Object.assign(this.#sources, sources);
  }

  /** The status of the moment. */
  compose(): Status {
    if (this.invalid !== undefined) return invalidStatus(this.invalid, this.#translate);
    return { ...this.#shown(), connection: connectionEvent(this.connection, this.#translate) };
  }

  #shown(): Status {
    const exception = this.connection.name === "connected" ? this.#exception(this.connection.session) : undefined;
    if (exception !== undefined) return exception;
    const counts = { waiting: this.#sources.waiting(), topics: this.#sources.topics() };
    return connectionStatus(this.connection, counts, this.#translate);
  }

  /** What is to be said on a connection that stands, if it is not how that stands. */
  #exception(session: BrokerSession): Status | undefined {
    const { refusal, areAwaited, loweredQos } = this.answers;
    if (refusal !== undefined) return refusedStatus(refusal, this.#translate);
    if (areAwaited) return connectingStatus();
    if (this.failure !== undefined) return refusedStatus(this.failure, this.#translate);
    const unacknowledged = this.#sources.unacknowledged();
    if (unacknowledged > 0) return unacknowledgedStatus(unacknowledged, this.#translate);
    if (loweredQos !== undefined) return downgradedStatus(loweredQos, this.#translate);
    const trouble = this.#sources.queueTrouble();
    if (trouble !== undefined) return queueTroubleStatus(trouble);
    const devices = isAsWished(session) ? this.#sources.devices() : undefined;
    return devices && devicesStatus(devices, this.#translate);
  }
}

/** Whether nothing is to be said of a connection that stands. */
function isAsWished({ verified, contested }: BrokerSession): boolean {
  return verified !== false && contested === undefined;
}
