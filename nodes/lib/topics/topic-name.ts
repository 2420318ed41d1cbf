import { MAX_TWO_BYTES } from "../config/limits";
import { MqttNodeError } from "../errors";
import { hasRefusedCharacter } from "./refused-characters";

/** No UTF-8 character takes more bytes for one UTF-16 unit. */
const MAX_BYTES_PER_UNIT = 3;

const SUSPICIOUS = /[+#\u0000\ud800-\udfff]/;
const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * Checks a topic name to publish to [MQTT 5, 4.7.1 and 4.7.3].
 * @throws MqttNodeError `topic-empty`, `topic-too-long`, `topic-null`, `topic-not-unicode`, `topic-control-character`,
 * `topic-name-wildcard`
 */
export function checkTopicName(topic: string): void {
  checkTopicText(topic);
  if (hasRefusedCharacter(topic)) throw new MqttNodeError("topic-control-character", {});
  if (SUSPICIOUS.test(topic) && /[+#]/.test(topic)) throw new MqttNodeError("topic-name-wildcard", { topic });
}

/** What holds for topic names and filters alike. */
export function checkTopicText(topic: string): void {
  if (topic === "") throw new MqttNodeError("topic-empty", {});
  if (topic.length * MAX_BYTES_PER_UNIT > MAX_TWO_BYTES) checkLength(topic);
  if (!SUSPICIOUS.test(topic)) return;
  if (topic.includes("\u0000")) throw new MqttNodeError("topic-null", {});
  if (LONE_SURROGATE.test(topic)) throw new MqttNodeError("topic-not-unicode", {});
}

function checkLength(topic: string): void {
  const bytes = new TextEncoder().encode(topic).length;
  if (bytes > MAX_TWO_BYTES) throw new MqttNodeError("topic-too-long", { bytes });
}
