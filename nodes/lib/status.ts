import type { ConnectionEvent } from "./connection-event";
import type { BrokerSession, ConnectionState } from "./connection/state";
import type { ErrorCode, MqttNodeError } from "./errors";
import { catalogueKey, type Translate } from "./texts";

/** What is shown below a node: dot = connected, ring = not; green good, yellow look here, red failing, grey idle. */
export interface Status {
  readonly fill: "green" | "yellow" | "red" | "grey";
  readonly shape: "dot" | "ring";
  /** A catalogue key, which each viewer's editor translates, or, where it holds a number or a name, a text. */
  readonly text: string;
  /** For Status nodes; editors get only the rest. */
  readonly connection?: ConnectionEvent;
}

/** What a node counts. */
export interface Counts {
  /** Messages that have not been sent. */
  readonly waiting: number;
  /** Subscriptions that came by message. */
  readonly topics: number;
}

/** Devices as a status counts them; see `DeviceCounts`. */
export type ShownDevices = Readonly<Record<"online" | "offline" | "sleeping" | "stale" | "unknown", number>>;

/** How a node's connection stands. */
export function connectionStatus(state: ConnectionState, counts: Counts, translate: Translate): Status {
  const { waiting } = counts;
  switch (state.name) {
    case "connecting":
      return state.cause === undefined ? connectingStatus() : disconnected(state.cause, waiting, translate);
    case "waiting":
    case "refused":
      return disconnected(state.cause, waiting, translate);
    case "connected":
      return connected(state.session, counts, translate);
    case "closed":
    case "closing":
      return { fill: "grey", shape: "ring", text: closedText(waiting, translate) };
  }
}

/** The first attempt, or connected and the SUBSCRIBE not yet answered. */
export function connectingStatus(): Status {
  return { fill: "yellow", shape: "ring", text: catalogueKey("status.connecting") };
}

/** Connected, but the broker or the message was refused. */
export function refusedStatus(error: MqttNodeError, translate: Translate): Status {
  return { fill: "red", shape: "dot", text: causeText(error, translate) };
}

/** The node can't work as it is configured. */
export function invalidStatus(error: MqttNodeError, translate: Translate): Status {
  return { fill: "red", shape: "ring", text: causeText(error, translate) };
}

/** The broker granted less than the node asked for. */
export function downgradedStatus(qos: number, translate: Translate): Status {
  return { fill: "yellow", shape: "dot", text: translate("status.qos-granted", { qos }) };
}

/** Connected, and messages that should be on disk wait in memory. */
export function queueTroubleStatus({ code }: MqttNodeError): Status {
  const text = catalogueKey(code === "store-locked" ? "status.store-locked" : "status.queue-in-memory");
  return { fill: "yellow", shape: "dot", text };
}

/** Connected, with the devices that are there and, of the others, those that matter most; who sleeps is there. */
export function devicesStatus({ sleeping, ...counts }: ShownDevices, translate: Translate): Status {
  const online = counts.online + sleeping;
  const absent = (["offline", "stale", "unknown"] as const).find((state) => counts[state] > 0);
  if (absent === undefined && online === 0)
    return { fill: "grey", shape: "dot", text: catalogueKey("status.no-devices") };
  if (absent === undefined) return { fill: "green", shape: "dot", text: translate("status.devices", { online }) };
  const text = translate(`status.devices-${absent}`, { online, others: counts[absent] });
  return { fill: absent === "unknown" ? "green" : "yellow", shape: "dot", text };
}

/** The flow has as many messages without an acknowledgement as it may: the next one waits for them. */
export function unacknowledgedStatus(acks: number, translate: Translate): Status {
  const text = acks === 1 ? catalogueKey("status.waiting-for-ack") : translate("status.waiting-for-acks", { acks });
  return { fill: "yellow", shape: "dot", text };
}

function connected({ verified, contested }: BrokerSession, counts: Counts, translate: Translate): Status {
  const { waiting, topics } = counts;
  const fill = verified === false || contested !== undefined ? "yellow" : "green";
  if (waiting > 0) return { fill, shape: "dot", text: translate("status.connected-waiting", { waiting }) };
  if (contested !== undefined) return { fill, shape: "dot", text: causeText(contested, translate) };
  if (verified === false) return { fill, shape: "dot", text: catalogueKey("status.not-verified") };
  if (topics > 1) return { fill, shape: "dot", text: translate("status.connected-topics", { topics }) };
  return { fill, shape: "dot", text: catalogueKey(topics === 1 ? "status.connected-topic" : "status.connected") };
}

function disconnected(cause: MqttNodeError, waiting: number, translate: Translate): Status {
  const text =
    waiting === 0
      ? causeText(cause, translate)
      : translate("status.waiting-because", { waiting, cause: translate(`short.${cause.code}`) });
  return { fill: "red", shape: "ring", text };
}

function closedText(waiting: number, translate: Translate): string {
  if (waiting === 0) return catalogueKey("status.closed");
  return translate("status.waiting-because", { waiting, cause: translate("status.closed") });
}

/** The causes whose phrase holds a name or a number. */
const COMPOSED: ReadonlySet<ErrorCode> = new Set(["env-unset", "websocket-refused", "proxy-refused"]);

function causeText({ code, values }: MqttNodeError, translate: Translate): string {
  return COMPOSED.has(code) ? translate(`status.${code}`, values) : catalogueKey(`status.${code}`);
}
