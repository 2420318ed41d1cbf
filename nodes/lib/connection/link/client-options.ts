import type { IClientOptions } from "mqtt";
import type { LinkSettings, Will } from "../settings/connect-settings";
import type { IncomingStore } from "./incoming-store";
import { SubscribeIdentifiers } from "./subscribe-identifiers";

/**
 * QoS 1 and 2 messages that a broker may send ahead of our acknowledgements [MQTT 5, 3.1.2.11.3]. In a session that
 * outlives the connection flows may acknowledge, and what waits for them is in our memory.
 */
const RECEIVE_MAXIMUM = 100;

/** MQTT.js's own keepalive hears nothing of messages, and takes a busy process for a silent broker. */
const NO_TIMER = { set: () => 0, clear: () => undefined };

/**
 * MQTT.js's options for one connection: its own reconnecting, resubscribing, queueing and keepalive are off.
 * @param incoming goes on over the next connection
 */
export function clientOptions(settings: LinkSettings, incoming: IncomingStore): IClientOptions {
  const { version } = settings;
  return {
    protocolId: version === 3 ? "MQIsdp" : "MQTT",
    protocolVersion: version,
    clientId: settings.clientId,
    clean: settings.cleanSession,
    keepalive: settings.keepalive,
    connectTimeout: settings.connectTimeout * 1_000,
    ...credentials(settings),
    ...(settings.will === undefined ? {} : { will: willOptions(settings.will, version) }),
    ...(version === 5 ? { properties: connectProperties(settings) } : {}),
    incomingStore: incoming,
    messageIdProvider: new SubscribeIdentifiers(),
    reconnectPeriod: 0,
    resubscribe: false,
    queueQoSZero: false,
    timerVariant: NO_TIMER,
    // MQTT.js formats its debug lines even when nobody reads them.
    log: () => undefined,
  };
}

/**
 * A password goes with an empty user name where there is none: before MQTT 5 it is forbidden alone [MQTT-3.1.2-22], and
 * mqtt-packet doesn't write it alone in any version; see `omitUserName`. Both empty are none.
 */
function credentials({ username = "", password }: LinkSettings): Pick<IClientOptions, "username" | "password"> {
  if (username === "" && !password) return {};
  return password === undefined ? { username } : { username, password };
}

function willOptions(
  { topic, payload, qos, retain, properties, delay }: Will,
  version: number,
): IClientOptions["will"] {
  const plain = { topic, payload, qos, retain };
  if (version !== 5) return plain;
  return { ...plain, properties: { ...properties, ...(delay === undefined ? {} : { willDelayInterval: delay }) } };
}

function connectProperties({
  cleanSession,
  sessionExpiry,
  properties,
}: LinkSettings): NonNullable<IClientOptions["properties"]> {
  const { maximumPacketSize, topicAliasMaximum, userProperties } = properties;
  const receiveMaximum = properties.receiveMaximum ?? (cleanSession ? undefined : RECEIVE_MAXIMUM);
  return {
    ...(sessionExpiry === 0 ? {} : { sessionExpiryInterval: sessionExpiry }),
    ...(receiveMaximum === undefined ? {} : { receiveMaximum }),
    ...(maximumPacketSize === undefined ? {} : { maximumPacketSize }),
    ...(topicAliasMaximum === undefined ? {} : { topicAliasMaximum }),
    ...(Object.keys(userProperties).length === 0 ? {} : { userProperties: { ...userProperties } }),
  };
}
