import type { IConnackPacket } from "mqtt";
import type { MqttNodeError } from "../errors";
import type { LinkSettings } from "./settings/connect-settings";
import { leftOutBefore5 } from "./settings/left-out";
import type { BrokerSession, ServerLimits } from "./state";

/**
 * What a CONNACK says, with the defaults of what it leaves out [MQTT 5, 3.2.2.3].
 * @param contested why the session most likely won't last
 */
export function brokerSession(
  settings: LinkSettings,
  connack: IConnackPacket,
  contested: MqttNodeError | undefined,
): BrokerSession {
  const { broker, tls, version } = settings;
  return {
    address: settings.address,
    protocolVersion: version,
    clientId: connack.properties?.assignedClientIdentifier ?? settings.clientId,
    sessionPresent: connack.sessionPresent,
    limits: serverLimits(settings, connack.properties),
    verified: broker.secure ? tls.rejectUnauthorized !== false : undefined,
    leftOut: version === 5 ? [] : leftOutBefore5(settings),
    contested,
  };
}

function serverLimits(settings: LinkSettings, properties: IConnackPacket["properties"] = {}): ServerLimits {
  const maximumQos = properties.maximumQoS;
  return {
    receiveMaximum: properties.receiveMaximum,
    maximumQos: maximumQos === 0 || maximumQos === 1 ? maximumQos : 2,
    retainAvailable: properties.retainAvailable ?? true,
    maximumPacketSize: properties.maximumPacketSize,
    wildcards: properties.wildcardSubscriptionAvailable ?? true,
    sharedSubscriptions: properties.sharedSubscriptionAvailable ?? true,
    subscriptionIdentifiers: settings.version === 5 && (properties.subscriptionIdentifiersAvailable ?? true),
    topicAliasMaximum: properties.topicAliasMaximum ?? 0,
    keepalive: properties.serverKeepAlive ?? settings.keepalive,
    sessionExpiry: properties.sessionExpiryInterval ?? settings.sessionExpiry,
  };
}
