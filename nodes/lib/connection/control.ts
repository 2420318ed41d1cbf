import { MqttNodeError } from "../errors";
import type { CommandEnded } from "./connect-commands";
import type { ConnectionSettings } from "./settings/connect-settings";
import type { SharedConnection } from "./shared-connection";

/** A message that tells a node what to do. */
export interface ControlMessage {
  /** `connect` or `disconnect`. */
  readonly action?: unknown;
  /** Settings for `connect`, and `force: true` to leave a connection that stands for them. */
  readonly broker?: unknown;
}

/**
 * Carries out a control message.
 * @param ended called exactly once: with `action-unknown`, `broker-*`, `already-connected`, `connect-cancelled`, or
 * with why the broker couldn't be connected to
 */
export function carryOut({ action, broker }: ControlMessage, shared: SharedConnection, ended: CommandEnded): void {
  if (action === "disconnect") return shared.connection.disconnect(ended);
  if (action !== "connect") {
    return ended(new MqttNodeError("action-unknown", { action: typeof action === "string" ? action : typeof action }));
  }
  if (broker === undefined || broker === null) return shared.connection.connect(undefined, false, ended);
  const wanted = readBroker(broker, shared);
  if (wanted instanceof MqttNodeError) ended(wanted);
  else shared.connection.connect(wanted.settings, wanted.force, ended);
}

/** A flow's object may even throw where it is read. */
function readBroker(
  broker: unknown,
  { settingsFor }: SharedConnection,
): { settings: ConnectionSettings; force: boolean } | MqttNodeError {
  try {
    return { settings: settingsFor(broker), force: isForced(broker) };
  } catch (error) {
    return MqttNodeError.from(error);
  }
}

/** In a list of addresses there is no room for it but in the first. */
function isForced(broker: unknown): boolean {
  const [first] = [broker].flat() as { readonly force?: unknown }[];
  return first?.force === true;
}
