import type { SeededRandom } from "../../seeded-random";

/** Payloads where a JSON object is expected that are none, or have nothing in them that counts. */
export const HOSTILE_TEXTS: readonly string[] = [
  " ",
  "null",
  "0",
  '"online"',
  "[]",
  "{",
  "{}",
  '{"__proto__":{"online":true,"eventType":"connected"}}',
  '{"constructor":{"online":true}}',
  '{"online":"true","eventType":["connected"]}',
  '{"online":{},"eventType":{"toString":"connected"}}',
  "[".repeat(60_000),
  `{"a":${"[".repeat(30_000)}${"]".repeat(30_000)}}`,
  `{"online":true,"eventType":"connected","padding":"${"x".repeat(70_000)}"}`,
];

const PIECES = [
  "{",
  "}",
  "[",
  "]",
  '"',
  ":",
  ",",
  "null",
  "true",
  "-1",
  "1e999",
  '"x"',
  "\\u0000",
  " ",
  "9".repeat(30),
];

/** A text with pieces of JSON put in, cut out and exchanged. */
export function mangled(text: string, random: SeededRandom): string {
  let made = text;
  for (let times = random.below(4); times >= 0; times -= 1) {
    const at = random.below(made.length + 1);
    made = made.slice(0, at) + random.text(PIECES, 2) + made.slice(at + random.below(4));
  }
  return made;
}
