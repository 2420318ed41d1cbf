import { layerOf } from "./connection/diagnosis/layer";
import type { BrokerSession, ConnectionState } from "./connection/state";
import type { MqttNodeError } from "./errors";
import type { Translate } from "./texts";

/** Why there is no connection, for flows. */
export interface ConnectionFailure {
  /** Stable: `bad-credentials`, `connection-refused` ... */
  readonly code: string;
  /** How far we came: `name`, `network`, `proxy`, `tls`, `websocket`, `mqtt`. */
  readonly layer: string;
  /** The sentence of the log. */
  readonly message: string;
}

/** What a Status node gets as `msg.status.connection`: plain data, the same object as long as nothing changes. */
export type ConnectionEvent =
  | { readonly state: "closed" | "closing" }
  | { readonly state: "connecting"; readonly address: string; readonly error?: ConnectionFailure }
  | {
      readonly state: "waiting" | "refused";
      /** From 1. */
      readonly attempt: number;
      /** Milliseconds until the next attempt. */
      readonly delay: number;
      readonly error: ConnectionFailure;
    }
  | (Omit<BrokerSession, "contested"> & { readonly state: "connected"; readonly error?: ConnectionFailure });

/** Thousands of nodes show one state. */
const events = new WeakMap<ConnectionState, ConnectionEvent>();

/** The event that a state of a connection is for flows. */
export function connectionEvent(state: ConnectionState, translate: Translate): ConnectionEvent {
  const known = events.get(state);
  if (known !== undefined) return known;
  const event = describe(state, translate);
  events.set(state, event);
  return event;
}

function describe(state: ConnectionState, translate: Translate): ConnectionEvent {
  switch (state.name) {
    case "connecting":
      return { state: "connecting", address: state.address, ...failure(state.cause, translate) };
    case "waiting":
    case "refused":
      return { state: state.name, attempt: state.attempt, delay: state.delay, error: explain(state.cause, translate) };
    case "connected":
      return connectedEvent(state.session, translate);
    case "closed":
    case "closing":
      return { state: state.name };
  }
}

/** What the broker didn't say is absent. */
function connectedEvent({ contested, limits, ...session }: BrokerSession, translate: Translate): ConnectionEvent {
  return {
    state: "connected",
    ...said(session),
    limits: said(limits),
    ...failure(contested, translate),
  };
}

function said<T extends object>(values: T): T {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
}

function failure(cause: MqttNodeError | undefined, translate: Translate): { error?: ConnectionFailure } {
  return cause === undefined ? {} : { error: explain(cause, translate) };
}

function explain({ code, values }: MqttNodeError, translate: Translate): ConnectionFailure {
  return { code, layer: layerOf(code), message: translate(`errors.${code}`, values) };
}
