import type { KnownTopic } from "../known/known-topics";

/** A level that follows another in the topics of a broker. */
export interface TopicLevel {
  /** Empty in a topic such as `a//b`. */
  readonly name: string;
  /** From the first level to this one. */
  readonly path: string;
  /** Topics that end here or go on. */
  readonly count: number;
  /** The topic that ends here. */
  readonly topic: KnownTopic | undefined;
  readonly goesOn: boolean;
}

/**
 * The levels that follow a path, by name.
 * @param path undefined: the first levels
 */
export function topicLevels(topics: Iterable<KnownTopic>, path: string | undefined): TopicLevel[] {
  const start = path === undefined ? "" : `${path}/`;
  const levels = new Map<string, TopicLevel>();
  for (const known of topics) {
    if (!known.topic.startsWith(start)) continue;
    const end = known.topic.indexOf("/", start.length);
    const name = known.topic.slice(start.length, end === -1 ? undefined : end);
    levels.set(name, withTopic(levels.get(name) ?? emptyLevel(name, start + name), known, end === -1));
  }
  return [...levels.values()].sort(byName);
}

/** The topics in which all words stand somewhere, as levels without a tree above them. */
export function foundTopics(topics: Iterable<KnownTopic>, words: readonly string[]): TopicLevel[] {
  const found: TopicLevel[] = [];
  for (const known of topics) {
    const topic = known.topic.toLowerCase();
    if (!words.every((word) => topic.includes(word))) continue;
    found.push(withTopic(emptyLevel(known.topic, known.topic), known, true));
  }
  return found.sort(byName);
}

function emptyLevel(name: string, path: string): TopicLevel {
  return { name, path, count: 0, topic: undefined, goesOn: false };
}

function withTopic(level: TopicLevel, topic: KnownTopic, endsHere: boolean): TopicLevel {
  const count = level.count + 1;
  return endsHere ? { ...level, count, topic } : { ...level, count, goesOn: true };
}

function byName({ name: one }: TopicLevel, { name: other }: TopicLevel): number {
  return one < other ? -1 : Number(one > other);
}
