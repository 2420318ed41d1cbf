import { isSystem } from "../../topics/filter-relation";
import type { KnownTopic } from "./known/known-topics";
import { sharePrefix } from "./share-prefix";

/** What a field takes: topics to receive from, a topic to publish to, or the beginning that many topics have. */
export type TopicKind = "filter" | "name" | "base";

/** Something that what was typed could become. */
export interface Completion {
  readonly value: string;
  /** The topic it is; undefined of one that stands for several, or that only others know. */
  readonly topic?: KnownTopic;
  /** Topics that it stands for. */
  readonly count?: number;
}

/** Completions that anybody reads. */
export const MOST_COMPLETIONS = 20;

/** Completions that stand for several topics. */
const MOST_GROUPS = 4;

/** A typed text: the levels that are complete, and the beginning of the next. */
interface Typed {
  /** Of a shared subscription. */
  readonly share: string;
  readonly levels: readonly string[];
  readonly rest: string;
}

/**
 * What a typed text could become: first, for a filter, what has a wildcard in the place of a level where several topics
 * are alike; then topics that go on from it level by level; then topics in which it stands elsewhere. A base is
 * completed by one level.
 */
export function completions(topics: Iterable<KnownTopic>, typed: string, kind: TopicKind): Completion[] {
  if (typed.includes("{{") || (kind !== "filter" && /[+#]/.test(typed))) return [];
  const parts = typedParts(typed, kind);
  if (parts.levels.some((level) => level.startsWith("#"))) return [];
  const continuing = new Continuations(parts, kind === "base" ? 1 : undefined);
  const elsewhere = new Elsewhere(parts.share, typed.slice(parts.share.length));
  for (const topic of topics) {
    if (!continuing.add(topic) && kind !== "base") elsewhere.add(topic);
  }
  const groups = kind === "filter" ? continuing.groups : [];
  return [...groups, ...continuing.found, ...elsewhere.found].slice(0, MOST_COMPLETIONS);
}

function typedParts(typed: string, kind: TopicKind): Typed {
  const share = kind === "filter" ? sharePrefix(typed) : "";
  const levels = typed.slice(share.length).split("/");
  const rest = levels.at(-1) ?? "";
  // A wildcard is complete as it stands.
  return rest.startsWith("+") ? { share, levels, rest: "" } : { share, levels: levels.slice(0, -1), rest };
}

/** Topics that go on from what was typed, wildcards and all. */
class Continuations {
  readonly #typed: Typed;
  readonly #most: number | undefined;
  readonly #rest: string;
  readonly #prefix: string;
  readonly #found = new Map<string, Completion>();
  /** By what follows the level in whose place there could be a wildcard. */
  readonly #alike = new Map<string, number>();

  /** @param most levels that are added */
  constructor(typed: Typed, most: number | undefined) {
    this.#typed = typed;
    this.#most = most === undefined ? undefined : typed.levels.length + most;
    this.#rest = typed.rest.toLowerCase();
    this.#prefix = typed.share + typed.levels.map((level) => `${level}/`).join("");
  }

  get found(): Completion[] {
    return nearest(this.#found.values());
  }

  get groups(): Completion[] {
    const alike = [...this.#alike].filter(([, count]) => count > 1);
    alike.sort(([one, many], [other, more]) => more - many || (one < other ? -1 : 1));
    return alike.slice(0, MOST_GROUPS).map(([suffix, count]) => ({ value: `${this.#prefix}+${suffix}`, count }));
  }

  /** @returns whether the topic goes on from what was typed */
  add(topic: KnownTopic): boolean {
    const levels = topic.topic.split("/");
    if (!this.#matches(levels)) return false;
    const value = this.#prefix + levels.slice(this.#typed.levels.length, this.#most).join("/");
    const before = this.#found.get(value);
    const count = before === undefined ? 1 : (before.count ?? 1) + 1;
    this.#found.set(value, value === this.#typed.share + topic.topic ? { value, topic } : { value, count });
    if (this.#rest === "" && this.#typed.levels.length > 0) this.#count(levels.slice(this.#typed.levels.length + 1));
    return true;
  }

  #matches(topic: readonly string[]): boolean {
    const { levels } = this.#typed;
    const next = topic[levels.length];
    if (next?.toLowerCase().startsWith(this.#rest) !== true) return false;
    if (levels[0]?.startsWith("+") === true && isSystem(topic[0] ?? "")) return false;
    return levels.every((level, index) => level.startsWith("+") || level === topic[index]);
  }

  #count(following: readonly string[]): void {
    const suffix = following.map((level) => `/${level}`).join("");
    this.#alike.set(suffix, (this.#alike.get(suffix) ?? 0) + 1);
  }
}

/** Topics in which what was typed stands somewhere: at the beginning of a level, or else within one. */
class Elsewhere {
  readonly #share: string;
  readonly #typed: string;
  readonly #atLevel: Completion[] = [];
  readonly #within: Completion[] = [];

  /** @param typed without what makes it a shared subscription */
  constructor(share: string, typed: string) {
    this.#share = share;
    this.#typed = typed.toLowerCase();
  }

  get found(): Completion[] {
    return [...nearest(this.#atLevel), ...nearest(this.#within)];
  }

  add(known: KnownTopic): void {
    const topic = known.topic.toLowerCase();
    if (!topic.includes(this.#typed)) return;
    const isAtLevel = topic.startsWith(this.#typed) || topic.includes(`/${this.#typed}`);
    (isAtLevel ? this.#atLevel : this.#within).push({ value: this.#share + known.topic, topic: known });
  }
}

/** As many as are offered; a list of all would take too long to sort while someone types. */
function nearest(found: Iterable<Completion>): Completion[] {
  const best: Completion[] = [];
  for (const completion of found) {
    const last = best[MOST_COMPLETIONS - 1];
    if (last !== undefined && byLevels(last, completion) <= 0) continue;
    const index = best.findIndex((other) => byLevels(completion, other) < 0);
    best.splice(index === -1 ? best.length : index, 0, completion);
    best.splice(MOST_COMPLETIONS);
  }
  return best;
}

/** Those with fewer levels first: they are nearer to what was typed. */
function byLevels({ value: one }: Completion, { value: other }: Completion): number {
  return levelsOf(one) - levelsOf(other) || (one < other ? -1 : Number(one > other));
}

function levelsOf(topic: string): number {
  return topic.split("/").length;
}
