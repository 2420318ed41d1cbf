import { fresh, type HostileValue } from "./hostile-value";

const TWO_BYTES = 65_536;
const DEPTH = 10_000;

/** Objects and arrays of all kinds that can be read. */
export const hostileObjects: readonly HostileValue[] = [...objects(), ...arrays(), ...deep()];

function objects(): HostileValue[] {
  return [
    fresh("an object", () => ({ a: "b" })),
    fresh("an empty object", () => ({})),
    fresh("an object of odd values", () => ({ a: undefined, b: null, c: NaN, d: 1n, e: Symbol("a"), f: () => 1 })),
    fresh("an object of texts and lists", () => ({ a: ["b", 1, true], "": "", b: [] })),
    fresh("an object with a name of 65,536 bytes", () => ({ ["x".repeat(TWO_BYTES)]: "a" })),
    fresh("an object with U+0000 in a name", () => ({ "a\u0000": "b" })),
    fresh("an object with half a character in a value", () => ({ a: ["b", "\ud800"] })),
    fresh("an object of 5,000 texts", () =>
      Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [`n${n}`, "v"])),
    ),
    fresh("an object with an own __proto__", () => JSON.parse('{"__proto__":{"polluted":"yes"},"constructor":"c"}')),
    fresh("an object with an own text __proto__", () => JSON.parse('{"__proto__":"polluted"}')),
    fresh("an object without a prototype", () => Object.assign(Object.create(null), { a: "b" })),
    fresh("an object that inherits all", () => Object.create({ a: "b", length: 1 })),
    fresh("an object with a text for hasOwnProperty", () => ({ hasOwnProperty: "a", toString: "b", valueOf: "c" })),
    fresh("a frozen object", () => Object.freeze({ a: Object.freeze(["b"]) })),
    fresh("a sealed object", () => Object.seal({ a: "b" })),
    fresh("an object that looks like an array", () => ({ length: 2 ** 53, 0: "a" })),
    fresh("an object that looks like a Buffer", () => ({ type: "Buffer", data: [1, 2, 300, -1, "x"] })),
    fresh("a Date", () => new Date(0)),
    fresh("an invalid Date", () => new Date(NaN)),
    fresh("a RegExp", () => /a/g),
    fresh("a Map", () => new Map([["a", "b"]])),
    fresh("a Set", () => new Set(["a"])),
    fresh("a WeakMap", () => new WeakMap()),
    fresh("an Error", () => new Error("a")),
    fresh("a Promise", () => Promise.resolve("a")),
    fresh("an instance", () => new Instance()),
    fresh("a generator", () => generate()),
    fresh("a URL", () => new URL("mqtt://127.0.0.1:1")),
  ];
}

class Instance {
  readonly a = "b";
  get c(): string {
    return this.a;
  }
}

function* generate(): Generator<string> {
  yield "a";
}

function arrays(): HostileValue[] {
  return [
    fresh("an empty array", () => []),
    fresh("an array of texts", () => ["a", "b"]),
    fresh("an array of one object", () => [{ a: "b" }]),
    fresh("a nested array", () => [[["a"], []], []]),
    fresh("an array with holes", () => Object.assign([], { 1: "a", 3: "b" })),
    fresh("an object of an array with holes", () => ({ a: Object.assign([], { 1: "b", 3: "c" }) })),
    fresh("an array of nothing but holes", () => new Array<unknown>(1_000)),
    fresh("an object of an array of nothing but holes", () => ({ a: new Array(1_000) })),
    fresh("an array of 100,000 numbers", () => Array.from({ length: 100_000 }, (_, number) => number)),
    fresh("an array with properties", () => Object.assign(["a"], { b: "c" })),
    fresh("an array of undefined", () => [undefined]),
  ];
}

function deep(): HostileValue[] {
  return [
    fresh("an array nested 10,000 deep", () => nested((inner) => [inner])),
    fresh("an object nested 10,000 deep", () => nested((inner) => ({ a: inner }))),
    fresh("an object with a value nested 10,000 deep", () => ({ a: nested((inner) => [inner]) })),
    fresh("an object that refers to itself", () => {
      const cycle: Record<string, unknown> = { a: "b" };
      cycle["self"] = cycle;
      return cycle;
    }),
    fresh("an array that refers to itself", () => {
      const cycle: unknown[] = ["a"];
      cycle.push(cycle);
      return cycle;
    }),
    fresh("an object with a list that refers to itself", () => {
      const cycle: unknown[] = ["a"];
      cycle.push(cycle);
      return { a: cycle };
    }),
  ];
}

function nested(wrap: (inner: unknown) => unknown): unknown {
  let value: unknown = "a";
  for (let level = 0; level < DEPTH; level += 1) value = wrap(value);
  return value;
}
