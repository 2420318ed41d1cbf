import { MOST_TOPICS_AT_ONCE, type SeenTopic } from "../admin-api/survey-report";
import type { ReceivedMessage } from "../messages/received-message";
import { payloadExcerpt } from "./payload-excerpt";
import { TopicCount } from "./topic-count";

/** What was seen since a version. */
export interface SeenSince {
  readonly topics: readonly SeenTopic[];
  /** To be asked for next. */
  readonly version: number;
  readonly hasMore: boolean;
}

interface Kept {
  /** Of its last change. */
  readonly version: number;
  readonly seen: SeenTopic;
  /** Of topic and payload, as UTF-8. */
  readonly textBytes: number;
}

/** Topics that are kept. */
const MOST_TOPICS = 20_000;

/** Bytes of all topics and payloads that are kept. */
const MOST_TEXT = 8_000_000;

/** Bytes of a payload that are kept: while there is plenty of room, and when less than half of it is left. */
const MOST_PAYLOAD = 1_024;
const MOST_PAYLOAD_LATER = 128;

/**
 * The topics that messages came on, each with its last value: no more than fit, however many come. Retained ones go
 * first: when it is full, one that the broker keeps takes the place of one that came by once.
 */
export class SeenTopics {
  /** In the order of their last change. */
  readonly #topics = new Map<string, Kept>();
  /** Those that came once and aren't retained, the oldest first. */
  readonly #passing = new Set<string>();
  readonly #notKept = new TopicCount();
  #textBytes = 0;
  #version = 0;

  /** Topics that are kept. */
  get kept(): number {
    return this.#topics.size;
  }

  /** About how many different topics came that found no room, or have lost it to a retained one. */
  get notKept(): number {
    return this.#notKept.value;
  }

  /** @param at ms epoch */
  received(message: ReceivedMessage, at: number): void {
    const { topic } = message;
    const before = this.#topics.get(topic);
    if (before === undefined && !this.#hasPlace(message)) return this.#notKept.add(topic);
    this.#remove(topic);
    this.#keep(message, before?.seen, at);
  }

  /** What has changed since a version, the oldest change first; at most `MOST_TOPICS_AT_ONCE`. */
  since(version: number): SeenSince {
    const topics: SeenTopic[] = [];
    let last = version;
    for (const kept of this.#topics.values()) {
      if (kept.version <= version) continue;
      if (topics.length === MOST_TOPICS_AT_ONCE) return { topics, version: last, hasMore: true };
      topics.push(kept.seen);
      last = kept.version;
    }
    return { topics, version: this.#version, hasMore: false };
  }

  /** Whether a new topic can be kept, if need be in the place of others. */
  #hasPlace(message: ReceivedMessage): boolean {
    const bytes = Buffer.byteLength(message.topic);
    if (isRetained(message)) this.#makePlace(bytes);
    return this.#fits(bytes);
  }

  #fits(bytes: number): boolean {
    return this.#topics.size < MOST_TOPICS && this.#textBytes + bytes <= MOST_TEXT;
  }

  #makePlace(bytes: number): void {
    for (const topic of this.#passing) {
      if (this.#fits(bytes)) return;
      this.#remove(topic);
      this.#notKept.add(topic);
    }
  }

  #keep(message: ReceivedMessage, before: SeenTopic | undefined, at: number): void {
    const { topic, payload } = message;
    const topicBytes = Buffer.byteLength(topic);
    const { text, isBinary, textBytes } = payloadExcerpt(payload, this.#mostPayload(topicBytes));
    const count = (before?.count ?? 0) + 1;
    const seen: SeenTopic = {
      topic,
      payload: text,
      isBinary,
      bytes: payload.length,
      isRetained: isRetained(message, before),
      count,
      at,
    };
    this.#version += 1;
    this.#topics.set(topic, { version: this.#version, seen, textBytes: topicBytes + textBytes });
    this.#textBytes += topicBytes + textBytes;
    if (count === 1 && !seen.isRetained) this.#passing.add(topic);
  }

  #mostPayload(topicBytes: number): number {
    const room = MOST_TEXT - this.#textBytes - topicBytes;
    return Math.min(room, room > MOST_TEXT / 2 ? MOST_PAYLOAD : MOST_PAYLOAD_LATER);
  }

  #remove(topic: string): void {
    this.#textBytes -= this.#topics.get(topic)?.textBytes ?? 0;
    this.#topics.delete(topic);
    this.#passing.delete(topic);
  }
}

/** An empty payload removes what the broker keeps [MQTT 5, 3.3.1.3]. */
function isRetained({ retain, payload }: ReceivedMessage, before?: SeenTopic): boolean {
  return payload.length > 0 && (retain || before?.isRetained === true);
}
