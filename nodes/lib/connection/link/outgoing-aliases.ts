/** What stands for a topic in one PUBLISH [MQTT 5, 3.3.2.3.4]. */
export interface WireTopic {
  /** Empty where the alias says it all. */
  readonly topic: string;
  /** As the property that goes with it; undefined where the topic has none. */
  readonly alias: TopicAlias | undefined;
}

interface TopicAlias {
  /** 1 to 65535. */
  readonly topicAlias: number;
}

/** An alias that the broker knows. */
interface KnownAlias extends WireTopic {
  readonly alias: TopicAlias;
  usedAt: number;
}

/** Bytes of the property: a topic that is no longer has nothing to gain. */
const ALIAS_BYTES = 3;

/** Publications an alias must have been idle for to be taken over, in parts of how many aliases there are. */
const PATIENCE = 16;

/**
 * The topic aliases we use on one connection. A topic keeps its alias while it is used: with more topics in turn than
 * aliases, whichever was given one would lose it before it was of any use.
 */
export class OutgoingAliases {
  readonly #maximum: number;
  /** By their topic, in the order of their last use. */
  readonly #aliases = new Map<string, KnownAlias>();
  #publications = 0;

  /** @param maximum aliases that the broker takes, 0 to 65535 */
  constructor(maximum: number) {
    this.#maximum = maximum;
  }

  /** What to write for the topic of the next publication. */
  use(topic: string): WireTopic {
    this.#publications += 1;
    if (topic.length <= ALIAS_BYTES) return { topic, alias: undefined };
    const known = this.#aliases.get(topic);
    if (known === undefined) return this.#introduce(topic);
    known.usedAt = this.#publications;
    this.#moveToEnd(topic, known);
    return known;
  }

  #introduce(topic: string): WireTopic {
    const alias = this.#aliases.size < this.#maximum ? { topicAlias: this.#aliases.size + 1 } : this.#takeIdle();
    if (alias !== undefined) this.#aliases.set(topic, { topic: "", alias, usedAt: this.#publications });
    return { topic, alias };
  }

  /** Takes away the alias that has been idle for longest, if that is long. */
  #takeIdle(): TopicAlias | undefined {
    for (const [topic, { alias, usedAt }] of this.#aliases) {
      if (this.#publications - usedAt <= PATIENCE * this.#maximum) return undefined;
      this.#aliases.delete(topic);
      return alias;
    }
    return undefined;
  }

  #moveToEnd(topic: string, alias: KnownAlias): void {
    this.#aliases.delete(topic);
    this.#aliases.set(topic, alias);
  }
}
