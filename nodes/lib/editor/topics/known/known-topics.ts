import type { SeenTopic } from "../../../admin-api/survey-report";
import { payloadForm, type PayloadForm } from "./payload-form";

/** A topic of a broker, with the last value that was seen on it. */
export interface KnownTopic extends Omit<SeenTopic, "isBinary" | "bytes"> {
  readonly form: PayloadForm;
  /** `payload` is the beginning only. */
  readonly isCut: boolean;
}

/** Topics that are kept: as many as a survey brings. */
const MOST_TOPICS = 20_000;

/** Characters of a topic; who has longer ones knows them better than a list could. */
const LONGEST_TOPIC = 1_000;

/** Characters of a payload that are kept. */
const LONGEST_PAYLOAD = 200;

/** What is known of a broker's topics. When it is full, those that haven't been seen for longest make room. */
export class KnownTopics implements Iterable<KnownTopic> {
  readonly #topics = new Map<string, KnownTopic>();

  get size(): number {
    return this.#topics.size;
  }

  get(topic: string): KnownTopic | undefined {
    return this.#topics.get(topic);
  }

  /** What a survey has seen since it was last asked, the oldest first. */
  learn(topics: readonly SeenTopic[]): void {
    for (const seen of topics) {
      if (seen.topic.length > LONGEST_TOPIC) continue;
      this.#topics.delete(seen.topic);
      this.#topics.set(seen.topic, known(seen));
    }
    for (const topic of this.#topics.keys()) {
      if (this.#topics.size <= MOST_TOPICS) return;
      this.#topics.delete(topic);
    }
  }

  [Symbol.iterator](): IterableIterator<KnownTopic> {
    return this.#topics.values();
  }
}

function known({ isBinary, bytes, ...seen }: SeenTopic): KnownTopic {
  const payload = seen.payload.slice(0, LONGEST_PAYLOAD);
  const isWhole = payload.length === seen.payload.length && bytesOf(seen.payload, isBinary) === bytes;
  return { ...seen, payload, form: payloadForm(seen.payload, isBinary), isCut: !isWhole };
}

const UTF8 = new TextEncoder();

/** Of a binary payload two digits stand for a byte. */
function bytesOf(payload: string, isBinary: boolean): number {
  return isBinary ? payload.length / 2 : UTF8.encode(payload).length;
}
