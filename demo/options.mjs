import { parseArgs } from "node:util";
import { isBrokerUri } from "./broker-uri.mjs";

/** What `--help` prints. */
export const HELP = `Starts a simulated house: a broker, a few devices and Node-RED with a flow that automates them.

  npm start -- [options]       or, with rebuild and restart on change:  npm run dev -- [options]

  --port N         the editor's port (1880); if it is taken, the next free one
  --broker URI     use this broker instead of the embedded one, e.g. mqtt://192.168.1.10:1883
  --user-dir DIR   where Node-RED keeps its files (.demo)
  --reset          start afresh: empty that folder first
  --watch          rebuild and restart Node-RED when a file of nodes/ or icons/ changes
  --help           this text
`;

const KNOWN = /** @type {const} */ ({
  port: { type: "string" },
  broker: { type: "string" },
  "user-dir": { type: "string" },
  reset: { type: "boolean" },
  watch: { type: "boolean" },
  help: { type: "boolean" },
});

/** A command line that can't be obeyed; the message says why. */
export class OptionError extends Error {}

/**
 * @typedef {object} Options
 * @property {number} port the editor's port
 * @property {string | undefined} broker URI of a broker to use instead of the embedded one
 * @property {string | undefined} userDir Node-RED's user directory
 * @property {boolean} reset
 * @property {boolean} watch
 * @property {boolean} help
 */

/**
 * Reads the command line.
 * @param {readonly string[]} args
 * @returns {Options}
 * @throws {OptionError}
 */
export function readOptions(args) {
  const { tokens, values } = parseArgs({ args: [...args], options: KNOWN, strict: false, tokens: true });
  tokens.forEach(check);
  return {
    port: values.port === undefined ? 1880 : readPort(String(values.port)),
    broker: values.broker === undefined ? undefined : readBroker(String(values.broker)),
    userDir: values["user-dir"] === undefined ? undefined : String(values["user-dir"]),
    reset: values.reset === true,
    watch: values.watch === true,
    help: values.help === true,
  };
}

/** parseArgs would throw by itself, but with a lecture on dashes. */
function check(token) {
  if (token.kind === "positional") throw new OptionError(`Unexpected argument '${token.value}'.`);
  if (token.kind !== "option") return;
  if (!Object.hasOwn(KNOWN, token.name)) throw new OptionError(`Unknown option '${token.rawName}'.`);
  const takesValue = KNOWN[token.name].type === "string";
  if (takesValue && !token.value) throw new OptionError(`${token.rawName} needs a value.`);
  if (!takesValue && token.value !== undefined) throw new OptionError(`${token.rawName} takes no value.`);
}

function readPort(value) {
  const port = Number(value);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new OptionError(`--port must be a whole number from 1 to 65535, not '${value}'.`);
}

/** The error doesn't repeat the value, since it may hold a password. */
function readBroker(value) {
  if (isBrokerUri(value)) return value;
  throw new OptionError("--broker must be one URI such as mqtt://192.168.1.10:1883 (or mqtts, ws, wss).");
}
