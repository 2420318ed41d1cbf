/**
 * Finds the values stored under the topic filters that match a topic name [MQTT 5, 4.7]. Filters without wildcards
 * are a map; the others are a trie whose branches hold their only child inline, since most have just one.
 * A look-up takes time linear in the topic's levels and the wildcards met on the way, whatever the input.
 */
export class TopicIndex<T> {
  readonly #exact = new Map<string, T[]>();
  readonly #root = new Branch<T>();

  /** @param pattern a valid filter without names or `$share/` */
  add(pattern: string, value: T): void {
    const values = hasWildcard(pattern) ? this.#root.grow(levelsOf(pattern)) : this.#exactValues(pattern);
    values.push(value);
  }

  /** Removes one value; unknown ones are ignored. */
  remove(pattern: string, value: T): void {
    if (hasWildcard(pattern)) this.#root.prune(levelsOf(pattern), 0, value);
    else if (removeFrom(this.#exact.get(pattern) ?? [], value) === 0) this.#exact.delete(pattern);
  }

  /** Every value whose filter matches a topic name; each as often as it was added. */
  match(topic: string): T[] {
    const found = this.#exact.get(topic)?.slice() ?? [];
    if (!this.#root.isEmpty) this.#root.collect(topic, found);
    return found;
  }

  #exactValues(pattern: string): T[] {
    const present = this.#exact.get(pattern);
    if (present !== undefined) return present;
    const values: T[] = [];
    this.#exact.set(pattern, values);
    return values;
  }
}

const SINGLE_LEVEL = "+";
const MULTI_LEVEL = "#";

/** One level of the trie. */
class Branch<T> {
  /** Values of the filters that end here. */
  #values: T[] | undefined;
  #onlyKey: string | undefined;
  #onlyChild: Branch<T> | undefined;
  /** In place of the only child once there are two. */
  #children: Map<string, Branch<T>> | undefined;

  get isEmpty(): boolean {
    return this.#values === undefined && this.#onlyChild === undefined && this.#children === undefined;
  }

  /** The values at the end of a path, made if it isn't there. */
  grow(levels: readonly string[]): T[] {
    const end = levels.reduce<Branch<T>>((branch, level) => branch.#child(level) ?? branch.#addChild(level), this);
    return (end.#values ??= []);
  }

  /** Removes a value at the end of a path, and the branches that nothing hangs on any more. */
  prune(levels: readonly string[], depth: number, value: T): void {
    const level = levels[depth];
    if (level === undefined) {
      if (removeFrom(this.#values ?? [], value) === 0) this.#values = undefined;
      return;
    }
    const child = this.#child(level);
    child?.prune(levels, depth + 1, value);
    if (child?.isEmpty) this.#removeChild(level);
  }

  /** Adds the values of all matching filters, walking without recursion: a topic may have thousands of levels. */
  collect(topic: string, found: T[]): void {
    const levels = levelsOf(topic);
    let reached: Branch<T>[] = [this];
    for (const [depth, level] of levels.entries()) {
      // Wildcards at the start don't match topics that begin with $ [MQTT-4.7.2-1].
      const wildcards = depth > 0 || !topic.startsWith("$");
      const next: Branch<T>[] = [];
      for (const branch of reached) branch.#step(level, wildcards, next, found);
      if (next.length === 0) return;
      reached = next;
    }
    for (const branch of reached) branch.#end(found);
  }

  #step(level: string, wildcards: boolean, next: Branch<T>[], found: T[]): void {
    const child = this.#child(level);
    if (child !== undefined) next.push(child);
    if (!wildcards) return;
    const any = this.#child(SINGLE_LEVEL);
    if (any !== undefined) next.push(any);
    this.#takeRest(found);
  }

  /** `a/#` also matches `a` [MQTT 5, 4.7.1.2]. */
  #end(found: T[]): void {
    this.#take(found);
    this.#takeRest(found);
  }

  #takeRest(found: T[]): void {
    const rest = this.#child(MULTI_LEVEL);
    if (rest !== undefined) rest.#take(found);
  }

  #take(found: T[]): void {
    for (const value of this.#values ?? []) found.push(value);
  }

  #child(level: string): Branch<T> | undefined {
    return this.#onlyKey === level ? this.#onlyChild : this.#children?.get(level);
  }

  #addChild(level: string): Branch<T> {
    const child = new Branch<T>();
    if (this.#children !== undefined) this.#children.set(level, child);
    else if (this.#onlyChild === undefined) [this.#onlyKey, this.#onlyChild] = [level, child];
    else this.#split(level, child);
    return child;
  }

  #split(level: string, child: Branch<T>): void {
    this.#children = new Map([[level, child]]);
    if (this.#onlyKey !== undefined && this.#onlyChild !== undefined)
      this.#children.set(this.#onlyKey, this.#onlyChild);
    this.#onlyKey = this.#onlyChild = undefined;
  }

  #removeChild(level: string): void {
    if (this.#onlyKey === level) this.#onlyKey = this.#onlyChild = undefined;
    else this.#children?.delete(level);
    if (this.#children?.size === 0) this.#children = undefined;
  }
}

function hasWildcard(pattern: string): boolean {
  return pattern.includes(SINGLE_LEVEL) || pattern.endsWith(MULTI_LEVEL);
}

function levelsOf(topic: string): string[] {
  return topic.split("/");
}

/** @returns how many values are left */
function removeFrom<T>(values: T[], value: T): number {
  const index = values.indexOf(value);
  if (index !== -1) values.splice(index, 1);
  return values.length;
}
