import { MAX_FOUR_BYTES, MAX_TWO_BYTES } from "../lib/config/limits";
import { isPlainObject } from "../lib/config/plain-object";
import { choice, flag, integer, json, text, uris, type ValuesOf } from "../lib/config/field";
import { ANNOUNCED_SHAPE, isAnnouncedMessage, type AnnouncedMessage } from "../lib/config/announced-message";
import {
  CONNECT_PROPERTIES_SHAPE,
  isConnectProperties,
  type ConnectProperties,
} from "../lib/config/connect-properties";

export type { AnnouncedMessage, AnnouncedProperties } from "../lib/config/announced-message";
export { CONNECT_NUMBERS, type ConnectProperties } from "../lib/config/connect-properties";

/** `auto` tries 5, then 3.1.1 (4); `3` is MQTT 3.1. */
const PROTOCOL_VERSIONS = ["auto", "5", "4", "3"] as const;

/** Where messages wait while the broker is away; `off`: publishing then is an error. */
export const QUEUES = ["memory", "disk", "off"] as const;

/** What a full queue does: refuse the new message, or drop the oldest; either way with an error. */
const QUEUE_OVERFLOWS = ["reject", "drop-oldest"] as const;

/** WebSocket settings that hold no secret; headers are a credential. */
export interface WebSocketSettings {
  subprotocol?: string;
}

/** The saved properties of `broker-config`. */
export const fields = {
  name: text(),
  /** One or several broker URIs, tried in order; a comma separates them only before a `scheme://`. */
  uri: uris("mqtt://localhost:1883"),
  protocolVersion: choice("auto", PROTOCOL_VERSIONS),
  /** Empty: made from the machine and the node, so that it is stable and never shared. */
  clientId: text(),
  /** Seconds; 0 off: then a broker that is gone without a word isn't noticed. */
  keepalive: integer(60, 0, MAX_TWO_BYTES),
  /** Seconds from dialling to CONNACK. */
  connectTimeout: integer(30, 1, 3_600),
  /** Clean Start in MQTT 5. */
  cleanSession: flag(true),
  /** Seconds, MQTT 5; absent: 0 with `cleanSession`, else never. */
  sessionExpiry: integer(undefined, 0, MAX_FOUR_BYTES),
  autoConnect: flag(true),
  /** Id of a core `tls-config` node. */
  tls: text(),
  verifyServer: flag(true),
  birth: json<readonly AnnouncedMessage[]>([], isMessageList, `[${ANNOUNCED_SHAPE}]`),
  close: json<AnnouncedMessage | null>(null, isMessageOrNull, ANNOUNCED_SHAPE),
  will: json<AnnouncedMessage | null>(null, isMessageOrNull, ANNOUNCED_SHAPE),
  queue: choice("memory", QUEUES),
  /** Messages. */
  queueLimit: integer(10_000, 1, 100_000_000),
  /** Bytes of topics, payloads and properties. */
  queueBytes: integer(104_857_600, 1, Number.MAX_SAFE_INTEGER),
  queueOverflow: choice("reject", QUEUE_OVERFLOWS),
  queueQos0: flag(false),
  /** Seconds a waiting message stays worth sending, 0 for ever. */
  messageTtl: integer(0, 0, MAX_FOUR_BYTES),
  /** Messages a second when a backlog is sent, 0 as fast as the broker takes them. */
  drainRate: integer(0, 0, 1_000_000),
  /** Most filters in one SUBSCRIBE, 0 no limit. */
  subscribeBatch: integer(0, 0, MAX_TWO_BYTES),
  /** Seconds. */
  reconnectMin: integer(1, 1, 86_400),
  reconnectMax: integer(60, 1, 86_400),
  properties: json<ConnectProperties>({}, isConnectProperties, CONNECT_PROPERTIES_SHAPE),
  websocket: json<WebSocketSettings>({}, isWebSocketSettings, '{"subprotocol": "mqtt"}'),
};

/** The same, as they are read. */
export type BrokerConfig = ValuesOf<typeof fields>;

/** The properties kept in Node-RED's credential store. */
export interface BrokerCredentials {
  username?: string;
  password?: string;
  /** JSON object of header names and values. */
  websocketHeaders?: string;
}

/** The same, as they are read: with environment variables in the place of `${NAME}`. */
export const credentialFields = {
  username: text(),
  password: text(),
  websocketHeaders: json<Readonly<Record<string, string>>>({}, isHeaders, '{"Authorization": "Bearer ..."}'),
};

function isMessageList(value: unknown): value is readonly AnnouncedMessage[] {
  return Array.isArray(value) && value.every(isAnnouncedMessage);
}

function isMessageOrNull(value: unknown): value is AnnouncedMessage | null {
  return value === null || isAnnouncedMessage(value);
}

function isWebSocketSettings(value: unknown): value is WebSocketSettings {
  return isPlainObject(value) && ["string", "undefined"].includes(typeof value["subprotocol"]);
}

function isHeaders(value: unknown): value is Readonly<Record<string, string>> {
  return isPlainObject(value) && Object.values(value).every((header) => typeof header === "string");
}
