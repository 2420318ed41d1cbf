import { isDeepStrictEqual } from "node:util";
import type { RealNodeRed } from "../support/real-node-red";

/** What a process holds. */
export interface Inventory {
  /** Bytes of the heap after a collection of garbage. */
  readonly heap: number;
  /** What is to be gone when the nodes are that it was for. */
  readonly left: {
    /** How many of each kind keep the process alive, but for sockets. */
    readonly resources: Readonly<Record<string, number>>;
    /** Those that the process has opened itself. */
    readonly sockets: number;
    /** How many each event has, of the process and of Node-RED's runtime. */
    readonly listeners: Readonly<Record<"process" | "runtime", Readonly<Record<string, number>>>>;
  };
}

/** Added to the environment of a Node-RED that is to be asked. */
export const ASKABLE = { NODE_OPTIONS: `--require=${JSON.stringify(require.resolve("./inventory.cjs"))}` };

const LINE = /^inventory (.*)$/;
/** Milliseconds a connection may take to end in order, and some more. */
const PATIENCE = 5_000;

/** Asks a process that is {@link ASKABLE}. */
export async function takeInventory({ pid, lines }: RealNodeRed): Promise<Inventory> {
  lines.skip();
  process.kill(pid, "SIGCONT");
  const [, json = ""] = LINE.exec(await lines.next((line) => LINE.test(line))) ?? [];
  return JSON.parse(json) as Inventory;
}

/** What it still holds when it holds what it did before, or after a while. */
export async function leftAfter(nodeRed: RealNodeRed, left: Inventory["left"]): Promise<Inventory["left"]> {
  const end = performance.now() + PATIENCE;
  for (;;) {
    const now = await takeInventory(nodeRed);
    if (isDeepStrictEqual(now.left, left) || performance.now() > end) return now.left;
  }
}
