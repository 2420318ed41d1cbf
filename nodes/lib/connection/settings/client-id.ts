import { createHash } from "node:crypto";

const PREFIX = "nodered_";

/** Every server takes that many [MQTT-3.1.3-5]. */
const MAX_LENGTH = 23;

/**
 * A client id that stays the same over restarts and differs between machines with the same flow file, and between
 * the instances of a subflow. Only letters, digits, `-` and `_`.
 * @param instanceId of the Node-RED runtime
 */
export function generateClientId(instanceId: string, hostname: string, nodeId: string): string {
  const hash = createHash("sha256")
    .update(JSON.stringify([instanceId, hostname, nodeId]))
    .digest("base64url");
  return (PREFIX + hash).slice(0, MAX_LENGTH);
}
