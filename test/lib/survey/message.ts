import { ReceivedMessage } from "../../../nodes/lib/messages/received-message";

/** A message from the broker. */
export function message(
  topic: string,
  payload: string | Buffer = "x",
  { retain = false }: { retain?: boolean } = {},
): ReceivedMessage {
  return new ReceivedMessage(topic, Buffer.from(payload), 0, retain);
}
