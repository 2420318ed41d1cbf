import { constant, fresh, type HostileValue } from "./hostile-value";
import { hostileObjects } from "./hostile-objects";
import { unreadableValues } from "./unreadable-values";

const TWO_BYTES = 65_536;
const LARGE = 300_000;

/** Values of all types and sizes, and some that can't even be read. */
export const hostileValues: readonly HostileValue[] = [
  ...simple(),
  ...numbers(),
  ...texts(),
  ...bytes(),
  ...hostileObjects,
  ...unreadableValues,
];

function simple(): HostileValue[] {
  const values = [undefined, null, true, false, 0n, -1n, 2n ** 64n, Symbol("a"), Symbol.iterator, () => 1];
  return [
    ...values.map((value) => constant(`${typeof value} ${String(value)}`, value)),
    constant("a boxed number", Object(1)),
    constant("a boxed text", Object("test/a")),
    constant("a boxed bigint", Object(1n)),
    constant("a boxed symbol", Object(Symbol("a"))),
    constant("a class", Map),
  ];
}

function numbers(): HostileValue[] {
  const { MAX_SAFE_INTEGER, MAX_VALUE, MIN_VALUE } = Number;
  const values = [0, -0, 1, 2, 3, -1, 1.5, NaN, Infinity, -Infinity, 1e308, MAX_SAFE_INTEGER + 1, MAX_VALUE, MIN_VALUE];
  const edges = [2 ** 16 - 1, 2 ** 16, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 5e9, 2 ** 53];
  return [...values, ...edges].map((value) => constant(`the number ${Object.is(value, -0) ? "-0" : value}`, value));
}

function texts(): HostileValue[] {
  const values = ["", " ", "0", "1", "2", "3", "true", "-1", "1e400", "__proto__", "constructor", "$SYS/a", "/", "//"];
  const wrong = ["+", "#", "a/+/b", "a/#", "a+b", "\u0000", "a\u0000b", "\ud800", "\udc00", "a\ud800b", "\udc00\ud800"];
  const templates = ["{{payload}}", "{{a.b}}", "{{", "}}", "{{#a}}", "{{{a}}}", "{{__proto__.toString}}"];
  const unusual = [
    "\u{1f600}",
    "é\u0301",
    "\u202e",
    "\ufeff",
    "￼",
    "${HOME}",
    "$share/a/b",
    "a\nb",
    "\u0001",
    "\u007f",
    "a\u0085",
    "\ufffe",
    "\u{1ffff}",
  ];
  return [
    ...[...values, ...wrong, ...templates, ...unusual].map((text) =>
      constant(`the text ${JSON.stringify(text)}`, text),
    ),
    constant("a text of 65,535 bytes", "x".repeat(TWO_BYTES - 1)),
    constant("a text of 65,536 bytes", "x".repeat(TWO_BYTES)),
    constant("a text of 65,536 bytes in half as many characters", "é".repeat(TWO_BYTES / 2)),
    constant("a text of 65,535 characters in more bytes", "\u{1f600}".repeat(TWO_BYTES / 2)),
    constant("a text of 300 kB", "x".repeat(LARGE)),
  ];
}

function bytes(): HostileValue[] {
  const views: readonly (new (buffer: ArrayBuffer) => ArrayBufferView)[] = [
    Int8Array,
    Uint8Array,
    Uint8ClampedArray,
    Int16Array,
    Uint16Array,
    Int32Array,
    Uint32Array,
    Float32Array,
    Float64Array,
    BigInt64Array,
    BigUint64Array,
    DataView,
  ];
  return [
    ...views.map((View) => fresh(`a ${View.name}`, () => new View(new ArrayBuffer(16)))),
    fresh("an empty Buffer", () => Buffer.alloc(0)),
    fresh("a Buffer that is no UTF-8", () => Buffer.from([0xff, 0xfe, 0])),
    fresh("a Buffer of 65,535 bytes", () => Buffer.alloc(TWO_BYTES - 1, "x")),
    fresh("a Buffer of 65,536 bytes", () => Buffer.alloc(TWO_BYTES, "x")),
    fresh("a Buffer of 300 kB", () => Buffer.alloc(LARGE, "x")),
    fresh("a part of a DataView", () => new DataView(new ArrayBuffer(16), 3, 5)),
    fresh("an ArrayBuffer", () => new ArrayBuffer(16)),
    fresh("a SharedArrayBuffer", () => new SharedArrayBuffer(16)),
    fresh("an array over a SharedArrayBuffer", () => new Uint8Array(new SharedArrayBuffer(16))),
    fresh("a detached ArrayBuffer", () => detached()),
    fresh("an array over a detached ArrayBuffer", () => {
      const array = new Uint8Array(16);
      structuredClone(array.buffer, { transfer: [array.buffer] });
      return array;
    }),
    fresh("a Blob", () => new Blob(["text"])),
  ];
}

function detached(): ArrayBuffer {
  const buffer = new ArrayBuffer(16);
  structuredClone(buffer, { transfer: [buffer] });
  return buffer;
}
