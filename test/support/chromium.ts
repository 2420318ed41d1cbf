import { existsSync } from "node:fs";
import path from "node:path";
import { chromium, type Browser } from "playwright-core";

/** What Debian, other distributions and macOS call it. The first draws no windows, which saves a quarter of the CPU time. */
const NAMES = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"];
/** The first is Debian's. */
const FOLDERS = ["/usr/bin", ...(process.env["PATH"] ?? "").split(path.delimiter)];

/** Nothing that asks the outside world, and nothing that a machine without a screen or a user of its own lacks. */
const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

/** What keeps tests in a browser from running here, and how to get it. */
export function chromiumMissing(): string | undefined {
  return program() === undefined ? "chromium not installed: apt-get install chromium-headless-shell" : undefined;
}

/** Starts the machine's own Chromium, without a window. */
export function startChromium(): Promise<Browser> {
  const executablePath = program();
  if (executablePath === undefined) throw new Error(chromiumMissing());
  return chromium.launch({ executablePath, args: ARGUMENTS });
}

function program(): string | undefined {
  const places = FOLDERS.flatMap((folder) => NAMES.map((name) => path.join(folder, name)));
  return places.find((place) => existsSync(place));
}
