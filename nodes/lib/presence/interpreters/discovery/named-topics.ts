import { MOST_DEVICES } from "../../limits";
import { AvailabilityPayload } from "./availability-payload";

/** Who subscribes to what. */
interface TopicWatcher {
  watch(topic: string): void;
  unwatch(topic: string): void;
}

/** A message of a named topic, and its place among all. */
export interface NamedMessage {
  readonly payload: AvailabilityPayload;
  /** The higher the later. */
  readonly order: number;
}

interface NamedTopic {
  readonly entities: Set<string>;
  last: { readonly text: string; readonly order: number } | undefined;
}

/** A longer payload tells no availability. */
const MAX_LENGTH = 65_536;

/** The topics that entities name, each watched once. */
export class NamedTopics {
  readonly #watcher: TopicWatcher;
  readonly #topics = new Map<string, NamedTopic>();
  #order = 0;

  constructor(watcher: TopicWatcher) {
    this.#watcher = watcher;
  }

  /** An entity names a topic, which isn't watched if there are too many already. */
  name(topic: string, entity: string): void {
    const known = this.#topics.get(topic);
    if (known !== undefined) {
      known.entities.add(entity);
      return;
    }
    if (this.#topics.size >= MOST_DEVICES) return;
    this.#topics.set(topic, { entities: new Set([entity]), last: undefined });
    this.#watcher.watch(topic);
  }

  /** An entity names a topic no more. */
  drop(topic: string, entity: string): void {
    const known = this.#topics.get(topic);
    if (known?.entities.delete(entity) !== true || known.entities.size > 0) return;
    this.#topics.delete(topic);
    this.#watcher.unwatch(topic);
  }

  /** The entities that name a topic. */
  entitiesOf(topic: string): Iterable<string> {
    return this.#topics.get(topic)?.entities ?? [];
  }

  /** Takes a message; undefined if nobody names its topic, or if it tells nothing. */
  take(topic: string, text: string | undefined): NamedMessage | undefined {
    const known = this.#topics.get(topic);
    if (known === undefined) return undefined;
    this.#order += 1;
    known.last = text === undefined || text.length > MAX_LENGTH ? undefined : { text, order: this.#order };
    return this.last(topic);
  }

  /** The last message: the broker doesn't send what it retains again to an entity that names the topic later. */
  last(topic: string): NamedMessage | undefined {
    const last = this.#topics.get(topic)?.last;
    return last === undefined ? undefined : { payload: new AvailabilityPayload(last.text), order: last.order };
  }

  forgetMessages(): void {
    for (const topic of this.#topics.values()) topic.last = undefined;
  }
}
