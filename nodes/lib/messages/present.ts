/** A property that is missing, null or an empty text leaves the choice to somebody else. */
export function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null && value !== "";
}
