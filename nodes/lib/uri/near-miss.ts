/** The first of some words that is one slip of the keyboard away from a given one. */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  for (const candidate of known) if (isOneSlipApart(word, candidate)) return candidate;
  return undefined;
}

/** One character more, fewer or different, or two that have changed places. */
function isOneSlipApart(one: string, other: string): boolean {
  const shorter = Math.min(one.length, other.length);
  let head = 0;
  while (head < shorter && one[head] === other[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && one.at(-1 - tail) === other.at(-1 - tail)) tail += 1;
  const [left, right] = [one.slice(head, one.length - tail), other.slice(head, other.length - tail)];
  if (left.length <= 1 && right.length <= 1) return true;
  return left.length === 2 && left === right.slice(1) + right.slice(0, 1);
}
