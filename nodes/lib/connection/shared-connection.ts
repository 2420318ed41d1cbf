import { MqttNodeError } from "../errors";
import type { Connection } from "./connection";

/** A config node that shares a connection with the nodes that refer to it. */
export interface ConnectionHolder {
  readonly type: string;
  /** Absent if the configuration is wrong. */
  connection?: Connection;
  /** What is wrong with it. */
  problem?: MqttNodeError;
}

/**
 * The connection that a node refers to.
 * @param node what Node-RED found under the saved id
 * @throws MqttNodeError `broker-missing`, or what is wrong with the broker's configuration
 */
export function sharedConnection(node: object | null | undefined): Connection {
  const holder = node as ConnectionHolder | null | undefined;
  if (holder?.type !== "broker-config") throw new MqttNodeError("broker-missing", {});
  if (holder.connection !== undefined) return holder.connection;
  throw holder.problem ?? new MqttNodeError("broker-missing", {});
}
