/** Two values or more. A class of its own, so that a value may be an array. */
class Several<T> {
  readonly values: readonly T[];

  constructor(values: readonly T[]) {
    this.values = values;
  }
}

/** The values of one topic filter. Nearly every filter has just one, which then costs no list. */
export type ValueSlot<T> = T | Several<T> | undefined;

/** With one value more. */
export function withValue<T>(slot: ValueSlot<T>, value: T): ValueSlot<T> {
  if (slot === undefined) return value;
  return new Several([...valuesOf(slot), value]);
}

/** Without one of the values that equal the given one. */
export function withoutValue<T>(slot: ValueSlot<T>, value: T): ValueSlot<T> {
  const values = valuesOf(slot);
  const index = values.indexOf(value);
  const left = values.filter((_value, position) => position !== index);
  return left.length > 1 ? new Several(left) : left[0];
}

/** Whether it holds a value that equals the given one. */
export function hasValue<T>(slot: ValueSlot<T>, value: T): boolean {
  return valuesOf(slot).includes(value);
}

/** Adds its values to what is found: in place, for the look-up of each message. */
export function takeValues<T>(found: T[], slot: ValueSlot<T>): void {
  if (slot === undefined) return;
  if (slot instanceof Several) for (const value of slot.values) found.push(value);
  else found.push(slot);
}

function valuesOf<T>(slot: ValueSlot<T>): readonly T[] {
  if (slot === undefined) return [];
  return slot instanceof Several ? slot.values : [slot];
}
