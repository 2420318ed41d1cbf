/** The middle one of some numbers; of an even number of them the upper middle. */
export function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1];
}
