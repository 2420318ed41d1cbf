// npm test [-- files and mocha options]: builds, then runs what this machine can run. Suites that see a Node-RED run
// once for each Node-RED that the running Node supports, or for the one that NODE_RED_MODULE names. Three runs of mocha
// are under way at a time, because a browser, a broker and a network wait a lot. What all but the first print is held
// back until the end. With --long the fault tests do all they can. The last line is the total.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { require as load } from "tsx/cjs/api";

const root = path.join(import.meta.dirname, "..");
const mocha = createRequire(import.meta.url).resolve("mocha/bin/mocha.js");
const { leftOut, nodeRedManifest, nodeRedModules } = load("./support/node-red-modules.ts", import.meta.url);

const NEEDS_BROWSER = folder("editor");
const NEEDS_NODE_RED = [NEEDS_BROWSER, folder("nodes"), folder("node-red")];
const NEEDS_BROKERS = folder("brokers");
const NEEDS_FAULTS = folder("faults");
/** Runs of mocha under way at a time: more keep each other from what they wait for in time. */
const AT_A_TIME = 3;
const LONG = "--long";
const LONG_FORM = { FAULT_TESTS: "long" };
/** Runs that share the browser tests with a Node-RED, which are the longest. */
const BROWSERS = 2;

const { files, options, isLong } = readArguments(process.argv.slice(2));
const scratch = mkdtempSync(path.join(tmpdir(), "npm-test-"));
try {
  if (build()) await runEverything();
  else report([{ failed: 1 }]);
} finally {
  rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
}

async function runEverything() {
  const [shown, ...heldBack] = allRuns().filter(({ files }) => files.length > 0);
  if (shown === undefined) return report([]);
  announce(shown);
  const totals = await runAll([{ ...shown, output: "inherit" }, ...heldBack]);
  for (const run of heldBack) {
    announce(run);
    process.stdout.write(readFileSync(logOf(run)));
  }
  for (const reason of files.some(needsNodeRed) ? leftOut() : []) console.log(`Left out: ${reason}\n`);
  report(totals);
}

/** The long ones first, so that none is left alone in the end. */
function allRuns() {
  const inFolder = (place) => files.filter((file) => file.startsWith(place));
  const isPlain = (file) => ![...NEEDS_NODE_RED, NEEDS_BROKERS, NEEDS_FAULTS].some((place) => file.startsWith(place));
  return [
    { name: "plain", title: "whatever the Node-RED", files: files.filter(isPlain) },
    ...nodeRedModules().flatMap(browserRuns),
    { name: "brokers", title: "brokers", files: inFolder(NEEDS_BROKERS) },
    ...nodeRedModules().map(nodeRedRun),
    { name: "faults", title: "faults", files: inFolder(NEEDS_FAULTS) },
  ];
}

/** The browser tests with a Node-RED, in as many parts as there are browsers. */
function browserRuns(module) {
  const all = files.filter(needsBrowser);
  return Array.from({ length: BROWSERS }, (_, part) => {
    const name = `${module}-browser-${part + 1}`;
    const title = `browser ${part + 1}, ${titleOf(module)}`;
    return {
      name,
      title,
      files: all.filter((_, index) => index % BROWSERS === part),
      env: { NODE_RED_MODULE: module },
    };
  });
}

function nodeRedRun(module) {
  const own = files.filter((file) => needsNodeRed(file) && !needsBrowser(file));
  return { name: module, title: titleOf(module), files: own, env: { NODE_RED_MODULE: module } };
}

function titleOf(module) {
  return `Node-RED ${nodeRedManifest(module).version}`;
}

/** Each begins when there is room for it; without a place for what it prints it has a log. */
async function runAll(runs) {
  const waiting = [...runs];
  const totals = [];
  const workOff = async () => {
    for (let run = waiting.shift(); run !== undefined; run = waiting.shift()) {
      totals.push(await runMocha(run, run.output ?? openSync(logOf(run), "w")));
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, workOff));
  return totals;
}

/** Resolves to its totals, with one more failure if it ended badly without a failed test to show for it. */
async function runMocha({ name, title, files, env }, output) {
  const file = path.join(scratch, `${name}-totals`);
  // What a failed test leaves in the folder for temporary files goes away with it.
  const settings = { TEST_TOTALS: file, PACKED_PACKAGE_FOLDER: scratch, TMPDIR: scratch, ...(isLong ? LONG_FORM : {}) };
  const mochaProcess = spawn(process.execPath, [mocha, ...options, ...files], {
    cwd: root,
    stdio: ["ignore", output, output],
    env: { ...process.env, ...settings, ...env },
  });
  const [status, signal] = await once(mochaProcess, "close");
  if (!existsSync(file))
    return { died: `${title}: mocha ended with ${signal ?? status} before its last test`, failed: 1 };
  const totals = JSON.parse(readFileSync(file, "utf8"));
  return status === 0 || totals.failed > 0 ? totals : { ...totals, failed: 1 };
}

function announce({ title }) {
  console.log(`\n===== ${title}, Node ${process.versions.node} =====`);
}

function logOf({ name }) {
  return path.join(scratch, `${name}.log`);
}

function report(totals) {
  const sum = (key) => totals.reduce((total, run) => total + (run[key] ?? 0), 0);
  const skipped = sum("skipped");
  for (const { died } of totals) if (died !== undefined) console.log(died);
  for (const failure of totals.flatMap(({ failures = [] }) => failures)) console.log(`Failed: ${failure}`);
  for (const reason of new Set(totals.flatMap(({ reasons = [] }) => reasons))) console.log(`Skipped: ${reason}`);
  console.log(`${sum("passed")} passed, ${sum("failed")} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
  process.exitCode = sum("failed") > 0 ? 1 : 0;
}

/** dist is what the packed package, the contract test and the editor test look at; false: it can't be built. */
function build() {
  return spawnSync(process.execPath, [path.join(root, "build.mjs")], { cwd: root, stdio: "inherit" }).status === 0;
}

/** Files and folders of test/ among the arguments choose what runs; the rest, but for --long, is mocha's. */
function readArguments(args) {
  const isPath = (arg) => path.relative(root, path.resolve(arg)).startsWith("test") && existsSync(arg);
  const chosen = args.filter(isPath).map((arg) => path.relative(root, path.resolve(arg)));
  const files = (chosen.length > 0 ? chosen : ["test"]).flatMap(testFiles);
  const options = args.filter((arg) => !isPath(arg) && arg !== LONG);
  return { files: [...new Set(files)], options, isLong: args.includes(LONG) };
}

function testFiles(place) {
  if (place.endsWith(".test.ts")) return [place];
  const inside = readdirSync(path.join(root, place), { recursive: true, encoding: "utf8" });
  return inside
    .filter((file) => file.endsWith(".test.ts"))
    .sort()
    .map((file) => path.join(place, file));
}

function needsBrowser(file) {
  return file.startsWith(NEEDS_BROWSER);
}

function needsNodeRed(file) {
  return NEEDS_NODE_RED.some((folder) => file.startsWith(folder));
}

function folder(name) {
  return path.join("test", name) + path.sep;
}
