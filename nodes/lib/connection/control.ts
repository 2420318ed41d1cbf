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

/** Whether a message is a command. One that throws where its action is read is to end in that: see {@link carryOut}. */
export function isCommand(msg: ControlMessage): boolean {
  try {
    return Boolean(msg.action);
  } catch {
    return true;
  }
}

/**
 * Carries out a control message.
 * @param ended called exactly once: with `action-unknown`, `broker-*`, `already-connected`, `connect-cancelled`, with
 * why the broker couldn't be connected to, as the node's own commands do, or with what the message itself throws
 */
export function carryOut(msg: ControlMessage, shared: SharedConnection, ended: CommandEnded, own: Commands = {}): void {
  const commands: Commands = {
    connect: () => connect(msg, shared, ended),
    disconnect: () => shared.connection.disconnect(ended),
    ...own,
  };
  carryOutOne(msg, commands, ended);
}

/**
 * Carries out one of a node's own commands.
 * @param ended called exactly once: with `action-unknown`, as the commands do, or with what the message itself throws
 */
export function carryOutOne(msg: ControlMessage, commands: Commands, ended: CommandEnded): void {
  const action = readAction(msg);
  if (action instanceof MqttNodeError) return ended(action);
  const command = Object.hasOwn(commands, action) ? commands[action] : undefined;
  if (command !== undefined) return command(msg, ended);
  ended(new MqttNodeError("action-unknown", { action, known: Object.keys(commands).join(", ") }));
}

/** The name of an action; of what is no text, its type. A flow's object may even throw where it is read. */
function readAction(msg: ControlMessage): string | MqttNodeError {
  try {
    const { action } = msg;
    return typeof action === "string" ? action : typeof action;
  } catch (error) {
    return MqttNodeError.from(error);
  }
}

function connect(msg: ControlMessage, shared: SharedConnection, ended: CommandEnded): void {
  const wanted = readBroker(msg, shared);
  if (wanted instanceof MqttNodeError) ended(wanted);
  else shared.connection.connect(wanted.settings, wanted.force, ended);
}

/** The settings are undefined where the message has none. */
function readBroker(
  msg: ControlMessage,
  { settingsFor }: SharedConnection,
): { settings: ConnectionSettings | undefined; force: boolean } | MqttNodeError {
  try {
    const { broker } = msg;
    if (broker === undefined || broker === null) return { settings: undefined, force: false };
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
