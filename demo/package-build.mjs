import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";

const SOURCES = ["nodes", "icons", "build.mjs", "package.json"];

/**
 * Tells whether dist/ is missing or older than what it is built from.
 * @param {string} root the checkout
 */
export function isStale(root) {
  const built = Math.min(...pages(root).map(changed));
  return SOURCES.some((source) => newest(path.join(root, source)) > built);
}

/**
 * Builds dist/.
 * @param {string} root the checkout
 * @param {AbortSignal} signal ends a build under way
 * @returns {Promise<boolean>} whether it could be built; if not, what is wrong has been printed
 */
export async function build(root, signal) {
  console.log("Building the nodes ...");
  const [code] = await once(spawn(process.execPath, ["build.mjs"], { cwd: root, stdio: "inherit", signal }), "exit");
  return code === 0;
}

/** What the build writes last: the HTML of each node. */
function pages(root) {
  const manifest = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
  return Object.values(manifest["node-red"].nodes).map((script) => path.join(root, script.replace(/\.js$/, ".html")));
}

/** When the newest file at or below a path changed. */
function newest(entry) {
  if (!existsSync(entry) || !statSync(entry).isDirectory()) return changed(entry);
  return Math.max(changed(entry), ...readdirSync(entry).map((name) => newest(path.join(entry, name))));
}

function changed(entry) {
  return existsSync(entry) ? statSync(entry).mtimeMs : 0;
}
