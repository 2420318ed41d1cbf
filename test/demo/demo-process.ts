import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import { Journal } from "../support/journal";

/** The folder that holds the demo, the nodes and package.json. */
export const CHECKOUT = path.join(__dirname, "..", "..");

/** Milliseconds: a first start may have to build the nodes. */
export const PATIENCE = 90_000;

/** A demo that a test has started as `npm start` does. */
export interface DemoProcess {
  /** What it prints, line by line. */
  readonly lines: Journal<string>;
  /** Its exit code, once no process of it holds its output open. */
  readonly exited: Promise<number | null>;
  /** Waits for the lines that say where it is. */
  ready(): Promise<{ editor: URL; broker: string }>;
  /** Presses Ctrl-C: the signal goes to each process of the demo, as from a terminal. Resolves to the exit code. */
  pressCtrlC(): Promise<number | null>;
  /** Kills the process that was started, and no other. Resolves when none of its own is left either. */
  kill(): Promise<unknown>;
}

/** Starts the demo of a checkout in a process group of its own, which ends with this process at the latest. */
export function startDemo(args: readonly string[], checkout = CHECKOUT): DemoProcess {
  const program = path.join(checkout, "demo", "start.mjs");
  const child = spawn(process.execPath, [program, ...args], { detached: true, stdio: ["ignore", "pipe", "pipe"] });
  const lines = new Journal<string>("npm start");
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", (line) => lines.add(line));
  }
  const exited = once(child, "close").then(([code]) => code as number | null);
  const signalAll = (signal: NodeJS.Signals): void => {
    const isRunning = child.exitCode === null && child.signalCode === null;
    if (isRunning && child.pid !== undefined) process.kill(-child.pid, signal);
  };
  const killAll = (): void => signalAll("SIGKILL");
  process.once("exit", killAll);
  child.once("close", () => process.off("exit", killAll));

  const wordAfter = async (label: string): Promise<string> => {
    const line = await lines.next((text) => text.startsWith(`  ${label} `), PATIENCE);
    return line.trim().split(/\s+/)[1] ?? "";
  };
  return {
    lines,
    exited,
    ready: async () => ({ editor: new URL(await wordAfter("Editor")), broker: await wordAfter("Broker") }),
    pressCtrlC: () => {
      signalAll("SIGINT");
      return exited;
    },
    kill: () => {
      child.kill("SIGKILL");
      return exited;
    },
  };
}
