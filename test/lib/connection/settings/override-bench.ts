import assert from "node:assert/strict";
import { fields } from "../../../../nodes/broker-config/config";
import { readConfig } from "../../../../nodes/lib/config/read-config";
import { overriddenSettings } from "../../../../nodes/lib/connection/settings/broker-override";
import type { ConnectSettings, ConnectionSettings } from "../../../../nodes/lib/connection/settings/connect-settings";
import type { ConnectionSecrets } from "../../../../nodes/lib/connection/settings/connection-settings";
import { parseBrokerUris } from "../../../../nodes/lib/uri/broker-uris";
import { refusal } from "../../thrown";

/** What is saved beside the flow. */
export const SECRETS = {
  username: "saved",
  password: "secret",
  websocketHeaders: { Authorization: "Bearer t0ken" },
  tls: { ca: "ca" },
  generatedClientId: "generated",
};

/** The settings with a message's `msg.broker` on top of saved ones. */
export function overridden(
  broker: unknown,
  saved: object = {},
  secrets: Partial<ConnectionSecrets> = {},
): ConnectionSettings {
  const { config, errors } = readConfig(fields, saved, () => undefined);
  assert.deepEqual(errors, []);
  const uris = parseBrokerUris(config.uri);
  return overriddenSettings(broker, { uris, config, secrets: { ...SECRETS, ...secrets }, fields });
}

/** The same of the first broker. */
export function broker(...given: Parameters<typeof overridden>): ConnectSettings {
  const [first] = overridden(...given).brokers;
  assert.ok(first);
  return first;
}

/** Why there are none. */
export function code(given: unknown, saved?: object): string {
  return refusal(() => overridden(given, saved)).code;
}
