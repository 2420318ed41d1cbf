/** A value that a flow may put anywhere in a message. */
export interface HostileValue {
  readonly name: string;
  /** Makes a new one: some can be used only once. */
  readonly make: () => unknown;
}

/** A value that is the same each time. */
export function constant(name: string, value: unknown): HostileValue {
  return { name, make: () => value };
}

/** A value that is made anew each time. */
export function fresh(name: string, make: () => unknown): HostileValue {
  return { name, make };
}
