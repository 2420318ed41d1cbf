// npm test [-- files and mocha options]: builds, then runs what this machine can run. Suites that see a Node-RED run
// once for each Node-RED that the running Node supports. The last line is the total.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { require as load } from "tsx/cjs/api";

const root = path.join(import.meta.dirname, "..");
const mocha = createRequire(import.meta.url).resolve("mocha/bin/mocha.js");
const { leftOut, nodeRedManifest, nodeRedModules } = load("./support/node-red-modules.ts", import.meta.url);

const NEEDS_NODE_RED = ["nodes", "editor", "node-red"].map((folder) => path.join("test", folder) + path.sep);

const { files, options } = readArguments(process.argv.slice(2));
const plain = files.filter((file) => !needsNodeRed(file));
const withNodeRed = files.filter(needsNodeRed);

const scratch = mkdtempSync(path.join(tmpdir(), "npm-test-"));
try {
  if (build()) runEverything();
  else report(1);
} finally {
  rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
}

function runEverything() {
  let died = 0;
  if (plain.length > 0) died += runMocha("whatever the Node-RED", plain, {});
  if (withNodeRed.length > 0) {
    for (const module of nodeRedModules()) {
      const title = `Node-RED ${nodeRedManifest(module).version}`;
      died += runMocha(title, withNodeRed, { NODE_RED_MODULE: module });
    }
    for (const reason of leftOut()) console.log(`Left out: ${reason}\n`);
  }
  report(died);
}

/** Runs mocha in a process of its own; returns 1 if it ended badly without a failed test to show for it. */
function runMocha(title, files, env) {
  console.log(`\n===== ${title}, Node ${process.versions.node} =====`);
  const before = totals().length;
  // What a failed test leaves in the folder for temporary files goes away with it.
  const settings = { TEST_TOTALS: path.join(scratch, "totals"), PACKED_PACKAGE_FOLDER: scratch, TMPDIR: scratch };
  const args = [mocha, ...options, ...files];
  const { status } = spawnSync(process.execPath, args, {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, ...settings, ...env },
  });
  const failed = totals()[before]?.failed;
  if (failed === undefined) console.log(`mocha ended with ${String(status)} before its last test`);
  return status === 0 || failed > 0 ? 0 : 1;
}

function report(died) {
  const sum = (key) => totals().reduce((total, run) => total + run[key], 0);
  const failed = sum("failed") + died;
  const skipped = sum("skipped");
  for (const reason of new Set(totals().flatMap((run) => run.reasons))) console.log(`Skipped: ${reason}`);
  console.log(`${sum("passed")} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
  process.exitCode = failed > 0 ? 1 : 0;
}

function totals() {
  const file = path.join(scratch, "totals");
  if (!existsSync(file)) return [];
  return readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}

/** dist is what the packed package, the contract test and the editor test look at; false: it can't be built. */
function build() {
  return spawnSync(process.execPath, [path.join(root, "build.mjs")], { cwd: root, stdio: "inherit" }).status === 0;
}

/** Files and folders of test/ among the arguments choose what runs; the rest is mocha's. */
function readArguments(args) {
  const isPath = (arg) => path.relative(root, path.resolve(arg)).startsWith("test") && existsSync(arg);
  const chosen = args.filter(isPath).map((arg) => path.relative(root, path.resolve(arg)));
  const files = (chosen.length > 0 ? chosen : ["test"]).flatMap(testFiles);
  return { files: [...new Set(files)], options: args.filter((arg) => !isPath(arg)) };
}

function testFiles(place) {
  if (place.endsWith(".test.ts")) return [place];
  const inside = readdirSync(path.join(root, place), { recursive: true, encoding: "utf8" });
  return inside
    .filter((file) => file.endsWith(".test.ts"))
    .sort()
    .map((file) => path.join(place, file));
}

function needsNodeRed(file) {
  return NEEDS_NODE_RED.some((folder) => file.startsWith(folder));
}
