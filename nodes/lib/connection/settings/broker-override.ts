import { isUtf8 } from "node:buffer";
import { json, type Fields } from "../../config/field";
import { isPlainObject } from "../../config/plain-object";
import { isUserProperties, USER_PROPERTIES_SHAPE, type UserProperties } from "../../config/user-properties";
import { MqttNodeError } from "../../errors";
import { encodePayload } from "../../messages/encode-payload";
import { brokerUriOf } from "../../uri/broker-parts";
import type { BrokerUri } from "../../uri/broker-uri";
import { formatBrokerUri } from "../../uri/format";
import { connectionSettings, type ConnectionSecrets, type SavedConnection } from "./connection-settings";
import type { ConnectionSettings } from "./connect-settings";
import { areSaved, overriddenUris } from "./override-address";
import { ADDRESS, ANNOUNCED, PROPERTIES, SETTINGS, WITHOUT_EFFECT } from "./override-names";

/** A `broker-config` as it is saved. */
export interface SavedBroker {
  readonly uris: readonly BrokerUri[];
  readonly config: SavedConnection;
  readonly secrets: ConnectionSecrets;
  /** How its properties are read. */
  readonly fields: Fields;
}

type Given = Readonly<Record<string, unknown>>;

/**
 * The settings of a connection with some taken from a message, under the names of the flow file, of the built-in
 * nodes, or of `uri-parser`. What the message doesn't name is as saved, whatever messages before it named. The saved
 * login goes to the saved servers only.
 * @param broker `msg.broker`, or a list of addresses that are to be tried in order, as `uri-parser` makes it
 * @throws MqttNodeError `broker-not-object`, `broker-property-unknown`, `broker-property-twice`, or as a saved
 * configuration would
 */
export function overriddenSettings(broker: unknown, saved: SavedBroker): ConnectionSettings {
  const given = Array.isArray(broker) ? listed(broker) : checked(broker);
  const uris = overriddenUris(renamed(given, ADDRESS), urisWithLogin(saved));
  const config = { ...saved.config, ...readSettings(given, saved) };
  return connectionSettings(uris, config, areSaved(uris, saved.uris) ? saved.secrets : withoutLogin(saved.secrets));
}

const NAMES = [SETTINGS, PROPERTIES, ADDRESS];

function checked(broker: unknown): Given {
  if (!isPlainObject(broker)) throw new MqttNodeError("broker-not-object", {});
  const unknown = Object.keys(broker).find((name) => ![...NAMES, WITHOUT_EFFECT].some((names) => names.has(name)));
  if (unknown !== undefined) throw new MqttNodeError("broker-property-unknown", { property: unknown });
  return broker;
}

/** Several addresses, as one text that names them all. */
function listed(brokers: readonly unknown[]): Given {
  if (brokers.length === 0) throw new MqttNodeError("broker-not-object", {});
  const uris = brokers.map((broker) => formatBrokerUri(brokerUriOf(renamed(checked(broker), ADDRESS))));
  return { uri: uris.join(",") };
}

/** User info in a saved URI wins over the saved credentials. */
function urisWithLogin({ uris, secrets }: SavedBroker): readonly BrokerUri[] {
  if (uris.some(({ username }) => username !== undefined)) return uris;
  const { username, password } = secrets;
  return uris.map((uri) => ({ ...uri, ...(username && { username }), ...(password && { password }) }));
}

/** Those of an object's properties that a table names, under the names it gives them. */
function renamed(given: Given, names: ReadonlyMap<string, string>): Given {
  const result: Record<string, unknown> = {};
  for (const [name, ours] of names) {
    const value = given[name] ?? undefined;
    if (value === undefined) continue;
    if (ours in result) throw new MqttNodeError("broker-property-twice", { property: name });
    result[ours] = value;
  }
  return result;
}

const USER_PROPERTIES = json<UserProperties>({}, isUserProperties, USER_PROPERTIES_SHAPE);

/** The same for MQTT 5 properties; the built-in nodes take user properties as JSON text, too. */
function renamedProperties(given: Given, names: ReadonlyMap<string, string>): Given {
  const { userProperties, ...properties } = renamed(given, names);
  if (userProperties === undefined) return properties;
  return { ...properties, userProperties: USER_PROPERTIES.read("userProperties", userProperties) };
}

/** What comes from a message is read as it is: no environment variable is put in. */
function readSettings(broker: Given, { config, fields }: SavedBroker): Partial<SavedConnection> {
  const given = renamed(broker, SETTINGS);
  const base = given["properties"] ?? config.properties;
  const properties = isPlainObject(base) ? { ...base, ...renamedProperties(broker, PROPERTIES) } : base;
  const changes: Given = {
    ...given,
    properties,
    ...("birth" in given && { birth: [given["birth"]].flat().flatMap((message) => announced(message) ?? []) }),
    ...("close" in given && { close: announced(given["close"]) }),
    ...("will" in given && { will: announced(given["will"]) }),
  };
  return Object.fromEntries(Object.entries(changes).map(([name, value]) => [name, fields[name]?.read(name, value)]));
}

/** A message of the built-in nodes may have any payload, and other names; without a topic it is none. */
function announced(message: unknown): unknown {
  if (!isPlainObject(message)) return message;
  const { topic, payload, properties, ...rest } = message;
  if (topic === undefined || topic === "") return null;
  return {
    ...rest,
    topic,
    payload: textOf(payload ?? ""),
    ...(properties !== undefined && {
      properties: isPlainObject(properties) ? renamedProperties(properties, ANNOUNCED) : properties,
    }),
  };
}

/** Bytes that are no text stay what they are, and are refused: such messages are saved as text. */
function textOf(payload: unknown): string | Buffer {
  const encoded = encodePayload(payload);
  return typeof encoded === "string" || !isUtf8(encoded) ? encoded : encoded.toString();
}

function withoutLogin({ tls, generatedClientId }: ConnectionSecrets): ConnectionSecrets {
  return { tls, generatedClientId, websocketHeaders: {} };
}
