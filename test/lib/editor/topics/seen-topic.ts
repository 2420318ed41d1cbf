import type { SeenTopic } from "../../../../nodes/lib/admin-api/survey-report";
import { KnownTopics, type KnownTopic } from "../../../../nodes/lib/editor/topics/known/known-topics";

/** A topic as a survey reports it: kept by the broker, and seen once. */
export function seenTopic(topic: string, payload = "", more: Partial<SeenTopic> = {}): SeenTopic {
  const bytes = Buffer.byteLength(payload);
  return { topic, payload, isBinary: false, bytes, isRetained: true, count: 1, at: 0, ...more };
}

/** The topics of a broker, by name with their payloads, as they are known once a survey has seen them. */
export function knownTopics(payloads: Readonly<Record<string, string>>): KnownTopics {
  const known = new KnownTopics();
  known.learn(Object.entries(payloads).map(([topic, payload]) => seenTopic(topic, payload)));
  return known;
}

/** One of them. */
export function knownTopic(topic: string, payload = "", more: Partial<SeenTopic> = {}): KnownTopic {
  const known = new KnownTopics();
  known.learn([seenTopic(topic, payload, more)]);
  const [only] = known;
  if (only === undefined) throw new Error("not kept");
  return only;
}
