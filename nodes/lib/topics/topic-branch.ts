import { ANY_LEVEL } from "./level-numbers";
import { hasValue, takeValues, withoutValue, withValue, type ValueSlot } from "./value-slot";

/** A branch that is still to be followed, and the topic's level that comes next. */
interface Visit<T> {
  readonly branch: TopicBranch<T>;
  readonly depth: number;
}

/**
 * A trie of topic filters, one branch a level, which {@link LevelNumbers} numbers. An only child is held inline, since most branches have just one.
 * Nothing here recurses: a filter may have thousands of levels.
 */
export class TopicBranch<T> {
  /** Values of the filters that end here. */
  #values: ValueSlot<T>;
  /** Values of the filters that go on with `#`. */
  #rest: ValueSlot<T>;
  /** Where `+` leads. */
  #any: TopicBranch<T> | undefined;
  #onlyKey: number | undefined;
  #onlyChild: TopicBranch<T> | undefined;
  /** In place of the only child once there are two. */
  #children: Map<number, TopicBranch<T>> | undefined;

  get isEmpty(): boolean {
    const isLeafless = this.#values === undefined && this.#rest === undefined;
    return isLeafless && this.#any === undefined && this.#onlyChild === undefined && this.#children === undefined;
  }

  /** @param isRest whether the filter goes on with `#` after its levels */
  add(levels: readonly number[], isRest: boolean, value: T): void {
    const end = levels.reduce<TopicBranch<T>>((branch, level) => branch.#child(level) ?? branch.#addChild(level), this);
    if (isRest) end.#rest = withValue(end.#rest, value);
    else end.#values = withValue(end.#values, value);
  }

  /**
   * Removes a value, and the branches that nothing hangs on any more.
   * @returns whether it was there
   */
  remove(levels: readonly number[], isRest: boolean, value: T): boolean {
    const path = this.#path(levels);
    const end = path[levels.length];
    if (end === undefined || !hasValue(isRest ? end.#rest : end.#values, value)) return false;
    if (isRest) end.#rest = withoutValue(end.#rest, value);
    else end.#values = withoutValue(end.#values, value);
    for (const [depth, level] of [...levels.entries()].reverse()) {
      if (path[depth + 1]?.isEmpty === false) break;
      (path[depth] ?? this).#removeChild(level);
    }
    return true;
  }

  /**
   * Adds the values of all filters that match a topic name.
   * @param isSystem whether it begins with `$`: wildcards at the start don't match it [MQTT-4.7.2-1]
   */
  collect(levels: readonly number[], isSystem: boolean, found: T[]): void {
    const open: Visit<T>[] = [];
    const [first] = levels;
    if (isSystem && first !== undefined) TopicBranch.#follow(this.#named(first), 1, levels, open, found);
    else TopicBranch.#follow(this, 0, levels, open, found);
    for (let visit = open.pop(); visit !== undefined; visit = open.pop()) {
      TopicBranch.#follow(visit.branch, visit.depth, levels, open, found);
    }
  }

  /** Follows a topic's levels down from a branch; where a `+` forks the way, that way is left for later. */
  static #follow<T>(
    from: TopicBranch<T> | undefined,
    start: number,
    levels: readonly number[],
    open: Visit<T>[],
    found: T[],
  ): void {
    let branch = from;
    for (let depth = start; branch !== undefined; depth += 1) {
      // Before the end too: `a/#` also matches `a` [MQTT 5, 4.7.1.2].
      takeValues(found, branch.#rest);
      const level = levels[depth];
      if (level === undefined) return takeValues(found, branch.#values);
      const child: TopicBranch<T> | undefined = branch.#named(level);
      const any: TopicBranch<T> | undefined = branch.#any;
      if (child !== undefined && any !== undefined) open.push({ branch: any, depth: depth + 1 });
      branch = child ?? any;
    }
  }

  /** The branches along a filter's levels, this one first; shorter if they end before the filter does. */
  #path(levels: readonly number[]): TopicBranch<T>[] {
    const path: TopicBranch<T>[] = [this];
    for (const [depth, level] of levels.entries()) {
      const child = (path[depth] ?? this).#child(level);
      if (child === undefined) break;
      path.push(child);
    }
    return path;
  }

  #child(level: number): TopicBranch<T> | undefined {
    return level === ANY_LEVEL ? this.#any : this.#named(level);
  }

  #named(level: number): TopicBranch<T> | undefined {
    return this.#onlyKey === level ? this.#onlyChild : this.#children?.get(level);
  }

  #addChild(level: number): TopicBranch<T> {
    const child = new TopicBranch<T>();
    if (level === ANY_LEVEL) this.#any = child;
    else if (this.#children !== undefined) this.#children.set(level, child);
    else if (this.#onlyKey === undefined) this.#setOnly(level, child);
    else this.#split(level, child);
    return child;
  }

  #split(level: number, child: TopicBranch<T>): void {
    this.#children = new Map([[level, child]]);
    if (this.#onlyKey !== undefined && this.#onlyChild !== undefined) {
      this.#children.set(this.#onlyKey, this.#onlyChild);
    }
    this.#setOnly(undefined, undefined);
  }

  #removeChild(level: number): void {
    if (level === ANY_LEVEL) this.#any = undefined;
    else if (this.#onlyKey === level) this.#setOnly(undefined, undefined);
    else this.#children?.delete(level);
    if (this.#children?.size === 0) this.#children = undefined;
  }

  #setOnly(key: number | undefined, child: TopicBranch<T> | undefined): void {
    this.#onlyKey = key;
    this.#onlyChild = child;
  }
}
