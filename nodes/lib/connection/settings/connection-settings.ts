import type { ConnectionOptions } from "node:tls";
import type { AnnouncedMessage } from "../../config/announced-message";
import { MAX_FOUR_BYTES, MAX_TWO_BYTES } from "../../config/limits";
import { MqttNodeError } from "../../errors";
import { encodeProperties } from "../../messages/encode-properties";
import type { BrokerUri } from "../../uri/broker-uri";
import { formatHost } from "../../uri/host";
import { CONNECT_NUMBERS, type ConnectProperties } from "../../config/connect-properties";
import type { ConnectSettings, ConnectionSettings } from "./connect-settings";
import { encodeAnnounced, encodeWill } from "./encode-announced";

/** The saved properties of a `broker-config` that make a connection, but its `uri`; environment variables are in place. */
export interface SavedConnection {
  readonly protocolVersion: "auto" | "5" | "4" | "3";
  readonly clientId: string;
  readonly keepalive: number;
  readonly connectTimeout: number;
  readonly cleanSession: boolean;
  readonly sessionExpiry: number | undefined;
  readonly autoConnect: boolean;
  readonly verifyServer: boolean;
  readonly birth: readonly AnnouncedMessage[];
  readonly close: AnnouncedMessage | null;
  readonly will: AnnouncedMessage | null;
  readonly reconnectMin: number;
  readonly reconnectMax: number;
  readonly properties: ConnectProperties;
  readonly websocket: { readonly subprotocol?: string };
}

/** What is not saved with the flow. */
export interface ConnectionSecrets {
  readonly username?: string;
  readonly password?: string;
  readonly websocketHeaders: Readonly<Record<string, string>>;
  /** What a `tls-config` node gives. */
  readonly tls: ConnectionOptions;
  /** Used where no client id is given. */
  readonly generatedClientId: string;
}

/**
 * Makes the settings of a connection from what was saved. Parameters and user info in a URI win over the fields.
 * @param uris tried in order; at least one
 * @throws MqttNodeError `uri-*`, `config-*`, `client-id-required`, or what is wrong with birth, close or will
 */
export function connectionSettings(
  uris: readonly BrokerUri[],
  saved: SavedConnection,
  secrets: ConnectionSecrets,
): ConnectionSettings {
  const withUser = uris.find(({ username }) => username !== undefined);
  const shared = {
    ...userInfo(withUser, secrets),
    will: saved.will === null ? undefined : encodeWill(saved.will),
    properties: readConnectProperties(saved.properties),
    tls: { ...secrets.tls, rejectUnauthorized: saved.verifyServer && secrets.tls.rejectUnauthorized !== false },
    websocket: {
      subprotocol: saved.websocket.subprotocol || "mqtt",
      headers: secrets.websocketHeaders,
    },
  };
  return {
    brokers: uris.map((broker) => ({ ...shared, broker, ...session(saved, secrets, broker) })),
    birth: saved.birth.map(encodeAnnounced),
    close: saved.close === null ? undefined : encodeAnnounced(saved.close),
    autoConnect: saved.autoConnect,
    reconnectMin: saved.reconnectMin,
    reconnectMax: saved.reconnectMax,
  };
}

/** An empty field means that there is none; an empty user name in a URI is kept apart from an absent one. */
function userInfo(
  uri: BrokerUri | undefined,
  secrets: ConnectionSecrets,
): Pick<ConnectSettings, "username" | "password"> {
  const username = uri === undefined ? secrets.username || undefined : uri.username;
  const password = uri === undefined ? secrets.password || undefined : uri.password;
  checkString("username", username);
  checkString("password", password);
  return { username, password };
}

type SessionSettings = Pick<
  ConnectSettings,
  "address" | "protocolVersion" | "clientId" | "keepalive" | "connectTimeout" | "cleanSession" | "sessionExpiry"
>;

function session(saved: SavedConnection, secrets: ConnectionSecrets, broker: BrokerUri): SessionSettings {
  const { parameters } = broker;
  const clientId = parameters.clientId || saved.clientId;
  const cleanSession = parameters.clean ?? saved.cleanSession;
  checkString("clientId", clientId);
  if (!cleanSession && clientId === "") throw new MqttNodeError("client-id-required", {});
  return {
    address: addressOf(broker),
    protocolVersion: parameters.protocolVersion ?? saved.protocolVersion,
    clientId: clientId || secrets.generatedClientId,
    keepalive: parameters.keepalive ?? saved.keepalive,
    connectTimeout: parameters.connectTimeout ?? saved.connectTimeout,
    cleanSession,
    sessionExpiry: parameters.sessionExpiry ?? saved.sessionExpiry ?? (cleanSession ? 0 : MAX_FOUR_BYTES),
  };
}

function readConnectProperties(saved: ConnectProperties): ConnectSettings["properties"] {
  return {
    receiveMaximum: CONNECT_NUMBERS.receiveMaximum.read("receiveMaximum", saved.receiveMaximum),
    maximumPacketSize: CONNECT_NUMBERS.maximumPacketSize.read("maximumPacketSize", saved.maximumPacketSize),
    topicAliasMaximum: CONNECT_NUMBERS.topicAliasMaximum.read("topicAliasMaximum", saved.topicAliasMaximum),
    userProperties: encodeProperties({ userProperties: saved.userProperties })?.userProperties ?? {},
  };
}

/** What CONNECT carries as UTF-8 strings [MQTT 5, 1.5.4]. */
function checkString(property: string, value: string | undefined): void {
  const bytes = Buffer.byteLength(value ?? "");
  if (bytes > MAX_TWO_BYTES) throw new MqttNodeError("config-too-long", { property, bytes });
  if (value?.includes("\u0000") === true) throw new MqttNodeError("config-not-text", { property });
}

/** For people: neither user info nor query. */
function addressOf({ protocol, host, port, path, transport }: BrokerUri): string {
  return `${protocol}://${formatHost(host)}:${port}${transport === "websocket" ? path : ""}`;
}
