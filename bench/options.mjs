import { parseArgs } from "node:util";
import { SIDES } from "./flows.mjs";

const REPEAT = 3;

/** What the command line asks for. Throws when it can't be understood. */
export function readOptions(args) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      quick: { type: "boolean", default: false },
      repeat: { type: "string" },
      side: { type: "string", multiple: true, default: SIDES },
    },
  });
  const { quick, side: sides } = values;
  const repeat = Number(values.repeat ?? (quick ? 1 : REPEAT));
  if (!Number.isInteger(repeat) || repeat < 1) throw new Error("--repeat takes a number from 1");
  if (!sides.every((side) => SIDES.includes(side))) throw new Error(`--side takes one of ${SIDES.join(", ")}`);
  const words = positionals.map((word) => word.toLowerCase());
  return { quick, repeat, sides, words, complete: !quick && words.length === 0 && sides.length === SIDES.length };
}
