import type { QoS } from "../../../nodes/lib/messages/qos";
import { ReceivedMessage } from "../../../nodes/lib/messages/received-message";

/** A message from the broker. */
export function message(
  topic: string,
  payload: string | Buffer = "x",
  { retain = false, qos = 0 }: { retain?: boolean; qos?: QoS } = {},
): ReceivedMessage {
  return new ReceivedMessage(topic, Buffer.from(payload), qos, retain);
}
