import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";

const MARK = ".m2m-flows-demo";

/**
 * Makes the demo's user directory ready: this package as an installed one, and the demo flow if there is none yet.
 * @param {string} folder
 * @param {{ root: string, packageName: string, reset: boolean }} options `root`: the checkout
 * @throws if the folder holds other things than this demo's, so that nobody's own Node-RED is touched
 */
export function prepareUserDirectory(folder, { root, packageName, reset }) {
  mkdirSync(folder, { recursive: true });
  const entries = readdirSync(folder);
  if (entries.length > 0 && !entries.includes(MARK)) {
    throw new Error(`${folder} is not empty and not a folder of this demo; choose another one with --user-dir.`);
  }
  if (reset) entries.forEach((entry) => rmSync(path.join(folder, entry), { recursive: true }));
  writeFileSync(path.join(folder, MARK), "The user directory of the demo. --reset empties it.\n");
  installPackage(folder, root, packageName);
  const flow = path.join(folder, "flows.json");
  if (!existsSync(flow)) copyFileSync(path.join(import.meta.dirname, "flow.json"), flow);
}

/** A link to the checkout, as `npm install <folder>` makes one; in package.json, so that npm doesn't prune it. */
function installPackage(folder, root, packageName) {
  const link = path.join(folder, "node_modules", packageName);
  mkdirSync(path.dirname(link), { recursive: true });
  rmSync(link, { force: true });
  symlinkSync(root, link, "junction");
  const manifest = path.join(folder, "package.json");
  if (existsSync(manifest)) return;
  const dependencies = { [packageName]: `file:${path.relative(folder, root)}` };
  writeFileSync(manifest, `${JSON.stringify({ name: "demo", private: true, dependencies }, undefined, 2)}\n`);
}
