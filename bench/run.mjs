// npm run bench [-- <words of a scenario> --quick --repeat N --side builtIn|floor|ours]
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { newestNodeRed } from "../demo/node-red.mjs";
import { build, isStale } from "../demo/package-build.mjs";
import { Comparison } from "./comparison.mjs";
import { markdownTable } from "./markdown.mjs";
import { readOptions } from "./options.mjs";
import { budgetTable } from "./report.mjs";
import { resultsPage } from "./results-page.mjs";
import { scenarios } from "./scenarios.mjs";
import { Workbench } from "./workbench.mjs";

const ROOT = path.dirname(import.meta.dirname);
const RESULTS = path.join(import.meta.dirname, "RESULTS.md");
const interruption = new AbortController();

for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => interruption.abort(new Error("Interrupted.")));
try {
  process.exitCode = await bench(readOptions(process.argv.slice(2)));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

/** Returns the exit code: a missed budget is a figure, a scenario that could not run is a failure. */
async function bench(options) {
  const wanted = chosen(options.words);
  const module = newestNodeRed(process.versions.node);
  const { name } = JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8"));
  const workbench = new Workbench(module);
  const comparison = new Comparison(workbench, options, console.log);
  try {
    if (options.sides.includes("ours")) await installOurs(workbench, name);
    for (const scenario of wanted) {
      interruption.signal.throwIfAborted();
      await comparison.run(scenario);
    }
  } finally {
    await workbench.close();
  }
  show(comparison, { options, module });
  return comparison.failures.length === 0 ? 0 : 1;
}

async function installOurs(workbench, packageName) {
  if (isStale(ROOT) && !(await build(ROOT, interruption.signal))) throw new Error("The package could not be built.");
  workbench.install(packageName);
}

/** The scenarios with all the words in the titles of them and their rows. */
function chosen(words) {
  const titles = ({ title, group, rows }) => [title, group, ...rows.map((row) => row.title)].join(" ").toLowerCase();
  const named = scenarios.filter((scenario) => words.every((word) => titles(scenario).includes(word)));
  if (named.length === 0) throw new Error(`No scenario's title has the words: ${words.join(" ")}`);
  return named;
}

function show({ results, failures }, { options, module }) {
  console.log(`\n${markdownTable(budgetTable(results))}\n`);
  for (const failure of failures) console.error(`Could not be measured: ${failure}\n`);
  if (!options.complete || failures.length > 0) {
    return console.log("RESULTS.md is left as it is: a run in which everything was measured writes it.");
  }
  writeFileSync(RESULTS, resultsPage({ results, repeat: options.repeat, module }));
  console.log(`Written to ${path.relative(process.cwd(), RESULTS)}.`);
}
