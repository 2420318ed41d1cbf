import { fields } from "../../../../nodes/broker-config/config";
import { readConfig } from "../../../../nodes/lib/config/read-config";
import type {
  ConnectSettings,
  ConnectionSettings,
  LinkSettings,
  ProtocolVersion,
} from "../../../../nodes/lib/connection/settings/connect-settings";
import {
  connectionSettings,
  type ConnectionSecrets,
} from "../../../../nodes/lib/connection/settings/connection-settings";
import { parseBrokerUris } from "../../../../nodes/lib/uri/broker-uris";

/** The settings of a connection whose `broker-config` was saved with some properties; the others have their defaults. */
export function settingsOf(saved: object = {}, secrets: Partial<ConnectionSecrets> = {}): ConnectionSettings {
  const { config, errors } = readConfig(fields, saved, () => undefined);
  if (errors[0] !== undefined) throw errors[0];
  return connectionSettings(parseBrokerUris(config.uri), config, {
    tls: {},
    websocketHeaders: {},
    generatedClientId: "generated",
    ...secrets,
  });
}

/** The settings of its first broker. */
export function brokerOf(saved: object = {}, secrets: Partial<ConnectionSecrets> = {}): ConnectSettings {
  const [first] = settingsOf(saved, secrets).brokers;
  if (first === undefined) throw new Error("no broker");
  return first;
}

/** The same for one protocol version. */
export function linkOf(
  version: ProtocolVersion,
  saved: object = {},
  secrets: Partial<ConnectionSecrets> = {},
): LinkSettings {
  return { ...brokerOf(saved, secrets), version };
}
