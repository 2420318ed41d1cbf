// `npm start`: a simulated house to look at. What it can do: npm start -- --help
import { Demo } from "./demo.mjs";
import { HELP, OptionError, readOptions } from "./options.mjs";

const SECONDS_TO_STOP = 10;

const demo = new Demo(optionsOrExit(), fail);
let leaving = false;

process.once("SIGINT", () => leave(0));
process.once("SIGTERM", () => leave(0));
demo.start().catch(fail);

/** What breaks while everything is being stopped was on its way out anyway. */
function fail(error) {
  if (leaving) return;
  console.error(error.message);
  void leave(1);
}

async function leave(exitCode) {
  if (leaving) return;
  leaving = true;
  console.log("Stopping ...");
  // A broker or a network that doesn't answer must not keep anybody here.
  setTimeout(() => process.exit(1), SECONDS_TO_STOP * 1000).unref();
  await demo.stop();
  process.exit(exitCode);
}

function optionsOrExit() {
  try {
    const options = readOptions(process.argv.slice(2));
    if (!options.help) return options;
    console.log(HELP);
    process.exit(0);
  } catch (error) {
    if (!(error instanceof OptionError)) throw error;
    console.error(`${error.message} See --help.`);
    process.exit(2);
  }
}
