import type { CommandEnded } from "../connection/connect-commands";
import type { Commands, ControlMessage } from "../connection/control";
import { MqttNodeError } from "../errors";
import type { Monitor } from "./monitor";

/** A message into the node that watches. */
export type MonitorMessage = ControlMessage & { readonly device?: unknown; payload?: unknown };

/**
 * What the node does by command: `list` the roster, `forget` a device, `reset` all.
 * @param send sends the message on when it has the roster
 */
export function monitorCommands(monitor: Monitor, send: () => void): Commands {
  return {
    list: (msg, ended) =>
      carryOut(ended, () => {
        (msg as MonitorMessage).payload = monitor.presence.list();
        send();
      }),
    forget: (msg, ended) => carryOut(ended, () => forget(monitor, msg)),
    reset: (_msg, ended) => carryOut(ended, () => monitor.reset()),
  };
}

/** Ends with what a flow's message throws where it is read or written. */
function carryOut(ended: CommandEnded, command: () => void): void {
  try {
    command();
  } catch (error) {
    return ended(MqttNodeError.from(error));
  }
  ended();
}

/** @throws MqttNodeError `device-missing`, `device-unknown` */
function forget({ presence }: Monitor, { device }: MonitorMessage): void {
  if (typeof device !== "string" || device === "") throw new MqttNodeError("device-missing", {});
  if (!presence.forget(device)) throw new MqttNodeError("device-unknown", { device });
}
