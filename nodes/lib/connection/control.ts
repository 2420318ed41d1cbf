import { MqttNodeError } from "../errors";
import type { CommandEnded } from "./connect-commands";
import type { ConnectionSettings } from "./settings/connect-settings";
import type { SharedConnection } from "./shared-connection";

/** A message that tells a node what to do. */
export interface ControlMessage {
  /** `connect`, `disconnect`, or one of the node's own. */
  readonly action?: unknown;
  /** Settings for `connect`, and `force: true` to leave a connection that stands for them. */
  readonly broker?: unknown;
  /** What to subscribe or to unsubscribe. */
  readonly topic?: unknown;
}

/** What a node does by command, beside connecting and disconnecting: by the name of the action. */
export type Commands = Readonly<Record<string, (msg: ControlMessage, ended: CommandEnded) => void>>;

/**
 * Carries out a control message.
 * @param ended called exactly once: with `action-unknown`, `broker-*`, `already-connected`, `connect-cancelled`, with
 * why the broker couldn't be connected to, or as the node's own commands do
 */
export function carryOut(msg: ControlMessage, shared: SharedConnection, ended: CommandEnded, own: Commands = {}): void {
  const commands: Commands = {
    connect: ({ broker }) => connect(broker, shared, ended),
    disconnect: () => shared.connection.disconnect(ended),
    ...own,
  };
  const action = typeof msg.action === "string" ? msg.action : typeof msg.action;
  const command = Object.hasOwn(commands, action) ? commands[action] : undefined;
  if (command !== undefined) return command(msg, ended);
  ended(new MqttNodeError("action-unknown", { action, known: Object.keys(commands).join(", ") }));
}

function connect(broker: unknown, shared: SharedConnection, ended: CommandEnded): void {
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
