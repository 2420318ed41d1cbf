import { isSystem } from "./filter-relation";

/** What filters with the same first levels have below them. What is undefined is empty. */
class Branch<T> {
  /** Of the filters that end here. */
  values: T[] | undefined;
  /** Of the filters that go on with `#`. */
  rest: T[] | undefined;
  /** Where `+` leads. */
  any: Branch<T> | undefined;
  named: Map<string, Branch<T>> | undefined;
}

/** A branch that is still to be followed, and which of the asked filter's levels comes next. */
interface Visit<T> {
  readonly branch: Branch<T> | undefined;
  readonly depth: number;
}

/**
 * Relates topic filters to many others, as `intersects` and `covers` do to one: made for a pass over all filters of a
 * connection and thrown away. All are valid filters without names or `$share/`. Nothing here recurses: a filter may
 * have thousands of levels.
 */
export class FilterTree<T> {
  readonly #root = new Branch<T>();
  /** Filters that begin with `$`, which have nothing in common with others. */
  readonly #system = new Branch<T>();

  add(pattern: string, value: T): void {
    const levels = pattern.split("/");
    const isRest = levels.at(-1) === "#";
    if (isRest) levels.pop();
    let branch = this.#rootOf(pattern);
    for (const level of levels) branch = childOf(branch, level);
    if (isRest) (branch.rest ??= []).push(value);
    else (branch.values ??= []).push(value);
  }

  /** The values of the filters that have a topic name in common with the given one, the same filter included. */
  intersecting(pattern: string): T[] {
    const levels = pattern.split("/");
    const found: T[] = [];
    const open: Visit<T>[] = [{ branch: this.#rootOf(pattern), depth: 0 }];
    for (let visit = open.pop(); visit !== undefined; visit = open.pop()) {
      const { branch, depth } = visit;
      if (branch === undefined) continue;
      const level = levels[depth];
      take(found, branch.rest);
      if (level === undefined || level === "#") take(found, branch.values);
      if (level === undefined) continue;
      // `#` stands for all levels to come.
      const next = level === "#" ? depth : depth + 1;
      open.push({ branch: branch.any, depth: next });
      for (const child of namedBranches(branch, level)) open.push({ branch: child, depth: next });
    }
    return found;
  }

  /** The values of the filters that match all that the given one matches, the same filter included. */
  covering(pattern: string): T[] {
    const levels = pattern.split("/");
    const found: T[] = [];
    const open: Visit<T>[] = [{ branch: this.#rootOf(pattern), depth: 0 }];
    for (let visit = open.pop(); visit !== undefined; visit = open.pop()) {
      const { branch, depth } = visit;
      if (branch === undefined) continue;
      const level = levels[depth];
      take(found, branch.rest);
      if (level === undefined) take(found, branch.values);
      // Every topic name has a first level: `+/#` is `#`.
      if (level === "#" && depth === 0) take(found, branch.any?.rest);
      if (level === undefined || level === "#") continue;
      open.push({ branch: branch.any, depth: depth + 1 });
      if (level !== "+") open.push({ branch: branch.named?.get(level), depth: depth + 1 });
    }
    return found;
  }

  #rootOf(pattern: string): Branch<T> {
    return isSystem(pattern) ? this.#system : this.#root;
  }
}

function childOf<T>(branch: Branch<T>, level: string): Branch<T> {
  if (level === "+") return (branch.any ??= new Branch());
  branch.named ??= new Map();
  const known = branch.named.get(level);
  if (known !== undefined) return known;
  const child = new Branch<T>();
  branch.named.set(level, child);
  return child;
}

/** Where a level of a filter leads, besides `+`. */
function namedBranches<T>({ named }: Branch<T>, level: string): Iterable<Branch<T>> {
  if (named === undefined) return [];
  if (level === "+" || level === "#") return named.values();
  const child = named.get(level);
  return child === undefined ? [] : [child];
}

function take<T>(found: T[], values: readonly T[] | undefined): void {
  if (values !== undefined) for (const value of values) found.push(value);
}
