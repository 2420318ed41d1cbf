import { integer } from "../../config/field";
import { MAX_FOUR_BYTES, MAX_TWO_BYTES } from "../../config/limits";
import { MqttNodeError } from "../../errors";
import { encodeMessage, MESSAGE_DECIDES } from "../../messages/encode-message";
import type { Publication } from "../../messages/publication";
import type { AnnouncedMessage } from "../../config/announced-message";
import type { Will } from "./connect-settings";

/** @throws MqttNodeError as {@link encodeMessage} */
export function encodeAnnounced({ payload = "", properties = {}, ...message }: AnnouncedMessage): Publication {
  return encodeMessage(MESSAGE_DECIDES, { ...properties, ...message, payload });
}

/** Seconds [MQTT 5, 3.1.3.2.2]. */
const DELAY = integer(undefined, 0, MAX_FOUR_BYTES);

/** @throws MqttNodeError as {@link encodeMessage}, `payload-too-large`, or `config-not-integer` for the delay */
export function encodeWill(message: AnnouncedMessage): Will {
  const publication = encodeAnnounced(message);
  const bytes = Buffer.byteLength(publication.payload);
  // Binary Data in CONNECT [MQTT 5, 3.1.3.4].
  if (bytes > MAX_TWO_BYTES) throw new MqttNodeError("payload-too-large", { bytes, limit: MAX_TWO_BYTES });
  return { ...publication, delay: DELAY.read("delay", message.properties?.delay) };
}
