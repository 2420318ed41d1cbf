import { LevelNumbers } from "./level-numbers";
import { TopicBranch } from "./topic-branch";
import { takeValues, withoutValue, withValue, type ValueSlot } from "./value-slot";

/**
 * Finds the values stored under the topic filters that match a topic name [MQTT 5, 4.7]. Filters without wildcards
 * are a map, the others a trie. A look-up takes time linear in the topic's length and the wildcards met on the way.
 */
export class TopicIndex<T> {
  readonly #exact = new Map<string, ValueSlot<T>>();
  readonly #levels = new LevelNumbers();
  readonly #root = new TopicBranch<T>();

  /** @param pattern a valid filter without names or `$share/` */
  add(pattern: string, value: T): void {
    if (hasWildcard(pattern)) this.#addWild(pattern, value);
    else this.#exact.set(pattern, withValue(this.#exact.get(pattern), value));
  }

  /** Removes a value, once; unknown ones are ignored. */
  remove(pattern: string, value: T): void {
    if (hasWildcard(pattern)) return this.#removeWild(pattern, value);
    const left = withoutValue(this.#exact.get(pattern), value);
    if (left === undefined) this.#exact.delete(pattern);
    else this.#exact.set(pattern, left);
  }

  /** Every value whose filter matches a topic name; each as often as it was added. */
  match(topic: string): T[] {
    const found: T[] = [];
    takeValues(found, this.#exact.get(topic));
    if (!this.#root.isEmpty) this.#root.collect(this.#levels.ofTopic(topic), topic.startsWith("$"), found);
    return found;
  }

  #addWild(pattern: string, value: T): void {
    const { levels, isRest } = cut(pattern);
    this.#root.add(this.#levels.take(levels), isRest, value);
  }

  #removeWild(pattern: string, value: T): void {
    const { levels, isRest } = cut(pattern);
    const wasThere = this.#root.remove(this.#levels.ofFilter(levels), isRest, value);
    if (wasThere) this.#levels.giveBack(levels);
  }
}

function hasWildcard(pattern: string): boolean {
  return pattern.includes("+") || pattern.endsWith("#");
}

/** A filter's levels, and whether it goes on with `#` after them. */
function cut(pattern: string): { levels: string[]; isRest: boolean } {
  const levels = pattern.split("/");
  const isRest = levels.at(-1) === "#";
  return { levels: isRest ? levels.slice(0, -1) : levels, isRest };
}
