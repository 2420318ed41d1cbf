import { TopicBranch } from "./topic-branch";
import { takeValues, withoutValue, withValue, type ValueSlot } from "./value-slot";

/**
 * Finds the values stored under the topic filters that match a topic name [MQTT 5, 4.7]. Filters without wildcards
 * are a map, the others a trie. A look-up takes time linear in the topic's length and the wildcards met on the way.
 */
export class TopicIndex<T> {
  readonly #exact = new Map<string, ValueSlot<T>>();
  readonly #root = new TopicBranch<T>();

  /** @param pattern a valid filter without names or `$share/` */
  add(pattern: string, value: T): void {
    if (hasWildcard(pattern)) this.#root.add(pattern, value);
    else this.#exact.set(pattern, withValue(this.#exact.get(pattern), value));
  }

  /** Removes a value, once; unknown ones are ignored. */
  remove(pattern: string, value: T): void {
    if (hasWildcard(pattern)) return this.#root.remove(pattern, value);
    const left = withoutValue(this.#exact.get(pattern), value);
    if (left === undefined) this.#exact.delete(pattern);
    else this.#exact.set(pattern, left);
  }

  /** Every value whose filter matches a topic name; each as often as it was added. */
  match(topic: string): T[] {
    const found: T[] = [];
    takeValues(found, this.#exact.get(topic));
    if (!this.#root.isEmpty) this.#root.collect(topic, found);
    return found;
  }
}

function hasWildcard(pattern: string): boolean {
  return pattern.includes("+") || pattern.endsWith("#");
}
