import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { Journal } from "./journal";

/** Milliseconds a program has to end after SIGTERM. */
const GRACE = 10_000;

/** A running program that a test started. */
export interface Program {
  readonly pid: number;
  /** What it writes to stdout and stderr, line by line. */
  readonly lines: Journal<string>;
  /** Its exit code; null if a signal ended it. */
  readonly exited: Promise<number | null>;
  /** Everything it has written. */
  output(): string;
  /** Waits for a line; throws with the whole output if the program ends before. */
  line(matches: RegExp, patience?: number): Promise<string>;
  /** SIGTERM, then waits for the end. Throws if it had to kill. */
  stop(): Promise<void>;
  /** SIGKILL, then waits for the end. */
  kill(): Promise<void>;
}

/** How a program is started. */
export interface ProgramOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Called with each line, beside its entry in the journal. */
  readonly onLine?: (line: string) => void;
}

/** Starts a program, which ends with this process at the latest. */
export function start(command: string, args: readonly string[], options: ProgramOptions = {}): Program {
  const { onLine, ...spawning } = options;
  const child = spawn(command, args, { ...spawning, stdio: ["ignore", "pipe", "pipe"] });
  const lines = new Journal<string>([command, ...args].join(" "));
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", (line) => {
      lines.add(line);
      onLine?.(line);
    });
  }
  const killChild = (): boolean => child.kill("SIGKILL");
  process.once("exit", killChild);
  const exited = once(child, "close").then(([code]) => code as number | null);
  exited.then(() => process.off("exit", killChild)).catch(() => process.off("exit", killChild));

  const output = (): string => lines.all.join("\n");
  const ended = exited.then((code) => {
    throw new Error(`${command} ended with ${String(code)}:\n${output()}`);
  });
  ended.catch(() => undefined);

  return {
    // A program that can't be started has none; what waits for it throws.
    pid: child.pid ?? 0,
    lines,
    exited,
    output,
    line: (matches, patience) => Promise.race([lines.next((line) => matches.test(line), patience), ended]),
    stop: async () => {
      child.kill("SIGTERM");
      const tooLate = delay(GRACE, "too late", { ref: false });
      if ((await Promise.race([exited, tooLate])) !== "too late") return;
      killChild();
      await exited;
      throw new Error(`${command} didn't end on SIGTERM:\n${output()}`);
    },
    kill: async () => {
      killChild();
      await exited;
    },
  };
}

/** Runs a program to its end; resolves to its output. Throws with it if the exit code isn't 0. */
export async function run(command: string, args: readonly string[], options: ProgramOptions = {}): Promise<string> {
  const program = start(command, args, options);
  const code = await program.exited;
  if (code !== 0) throw new Error(`${command} ended with ${String(code)}:\n${program.output()}`);
  return program.output();
}
