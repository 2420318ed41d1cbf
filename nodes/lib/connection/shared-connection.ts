import { MqttNodeError } from "../errors";
import type { Connection } from "./connection";
import type { ConnectionSettings } from "./settings/connect-settings";

/** A connection as a config node shares it with the nodes that refer to it. */
export interface SharedConnection {
  readonly connection: Connection;
  /**
   * What the connection would be with the settings that a message carries as `msg.broker`.
   * @throws MqttNodeError as `broker-config` does for a saved configuration, or `broker-*`
   */
  readonly settingsFor: (broker: unknown) => ConnectionSettings;
}

/** A config node that shares a connection. */
export interface ConnectionHolder {
  readonly type: string;
  /** Absent if the configuration is wrong. */
  shared?: SharedConnection;
  /** What is wrong with it. */
  problem?: MqttNodeError;
}

/**
 * The connection that a node refers to.
 * @param node what Node-RED found under the saved id
 * @throws MqttNodeError `broker-missing`, or what is wrong with the broker's configuration
 */
export function sharedConnection(node: object | null | undefined): SharedConnection {
  const holder = node as ConnectionHolder | null | undefined;
  if (holder?.type !== "broker-config") throw new MqttNodeError("broker-missing", {});
  if (holder.shared !== undefined) return holder.shared;
  throw holder.problem ?? new MqttNodeError("broker-missing", {});
}
