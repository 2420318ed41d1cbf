import type { IConnackPacket } from "mqtt";
import type { SendLimits } from "../outbox/outbox";
import type { LinkSettings } from "./connect-settings";
import type { BrokerSession } from "./state";

/** What a CONNACK says, with the defaults of what it leaves out [MQTT 5, 3.2.2.3]. */
export function brokerSession(settings: LinkSettings, connack: IConnackPacket): BrokerSession {
  const { broker, tls } = settings;
  return {
    address: settings.address,
    protocolVersion: settings.version,
    clientId: connack.properties?.assignedClientIdentifier ?? settings.clientId,
    sessionPresent: connack.sessionPresent,
    limits: sendLimits(connack.properties),
    verified: broker.secure ? tls.rejectUnauthorized !== false : undefined,
  };
}

function sendLimits(properties: IConnackPacket["properties"]): SendLimits {
  const maximumQos = properties?.maximumQoS;
  return {
    receiveMaximum: properties?.receiveMaximum,
    maximumQos: maximumQos === 0 || maximumQos === 1 ? maximumQos : 2,
    retainAvailable: properties?.retainAvailable ?? true,
    maximumPacketSize: properties?.maximumPacketSize,
  };
}
