import { existsSync, rmSync } from "node:fs";
import { cp, mkdir, mkdtemp, rename } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { run } from "./program";

const ROOT = path.join(__dirname, "../..");

/** One folder for all mocha runs of `npm test`; a mocha started by hand makes and removes its own. */
let shared = process.env["PACKED_PACKAGE_FOLDER"];

/**
 * Makes a Node-RED user directory in which this package is installed as a user would install it: packed from
 * `dist`, then installed from the tarball. Packed and installed once, then copied.
 */
export async function installedPackage(userDirectory: string): Promise<void> {
  shared ??= await ownFolder();
  const template = path.join(shared, "template");
  if (!existsSync(template)) await makeTemplate(shared, template);
  await cp(template, userDirectory, { recursive: true });
}

/** Two mocha runs may be at it at the same time: each makes it on its own, and that of the first one stays. */
async function makeTemplate(folder: string, template: string): Promise<void> {
  const workshop = await mkdtemp(path.join(folder, "workshop-"));
  const made = path.join(workshop, "template");
  await install(workshop, made);
  await rename(made, template).catch((error: unknown) => {
    if (!existsSync(template)) throw error;
  });
}

async function install(folder: string, template: string): Promise<void> {
  if (!existsSync(path.join(ROOT, "dist"))) throw new Error("There is no dist: npm run build");
  // Without the prepack script, which would build dist anew while other tests use it.
  await run("npm", ["pack", "--ignore-scripts", "--pack-destination", folder], { cwd: ROOT });
  const { name, version } = require(path.join(ROOT, "package.json")) as { name: string; version: string };
  const tarball = path.join(folder, `${name.slice(1).replace("/", "-")}-${version}.tgz`);
  await mkdir(template, { recursive: true });
  const quietly = ["--prefer-offline", "--no-audit", "--no-fund", "--no-update-notifier"];
  await run("npm", ["install", ...quietly, "--prefix", template, tarball], { cwd: template });
}

async function ownFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "packed-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
