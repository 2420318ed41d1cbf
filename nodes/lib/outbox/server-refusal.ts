import { MqttNodeError } from "../errors";
import type { OutboxEntry } from "./outbox-entry";
import type { SendLimits } from "./publish-transport";

/** Why the server wouldn't take a message, by what it said in CONNACK; undefined if it will [MQTT 5, 3.2.2.3]. */
export function serverRefusal({ publication, bytes }: OutboxEntry, limits: SendLimits): MqttNodeError | undefined {
  const { maximumQos, retainAvailable, maximumPacketSize: limit = Infinity } = limits;
  const { qos, retain } = publication;
  if (qos > maximumQos) return new MqttNodeError("qos-not-supported", { qos, limit: maximumQos });
  if (retain && !retainAvailable) return new MqttNodeError("retain-not-supported", {});
  if (bytes > limit) return new MqttNodeError("packet-too-large", { bytes, limit });
  return undefined;
}
