import { encodeMessage, MESSAGE_DECIDES } from "../messages/encode-message";
import type { Publication } from "../messages/publication";
import type { AnnouncedMessage } from "./announced-message";
import type { Will } from "./connect-settings";

/** @throws MqttNodeError as {@link encodeMessage} */
export function encodeAnnounced({ payload = "", properties = {}, ...message }: AnnouncedMessage): Publication {
  return encodeMessage(MESSAGE_DECIDES, { ...properties, ...message, payload });
}

/** @throws MqttNodeError as {@link encodeMessage} */
export function encodeWill(message: AnnouncedMessage): Will {
  const { delay } = message.properties ?? {};
  return { ...encodeAnnounced(message), delay: delay === undefined || delay === "" ? undefined : Number(delay) };
}
