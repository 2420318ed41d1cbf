import { createHash } from "node:crypto";

/** Longer topics are kept as their hash: anybody who may publish could fill the memory with them. */
const LONGEST_KEPT = 256;

/** By what a topic is remembered. No topic has the key of another: none holds U+0000 [MQTT-4.7.3-2]. */
export function topicKey(topic: string): string {
  if (topic.length <= LONGEST_KEPT) return topic;
  return `\0${createHash("sha256").update(topic).digest("base64")}`;
}
