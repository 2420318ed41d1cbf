import { fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";

/** The installed Node-REDs, newest first, with the Node they need. */
const NODE_REDS = [
  { module: "node-red", major: 22, minor: 9 },
  { module: "node-red-4", major: 18, minor: 5 },
];

const PROGRAM = path.join(import.meta.dirname, "node-red-process.mjs");
const MOST_SECONDS_TO_STOP = 8;

/**
 * The newest installed Node-RED that a Node can run.
 * @param {string} nodeVersion such as `22.9.0`
 * @returns {string} its module
 */
export function newestNodeRed(nodeVersion) {
  const [ours = 0, oursMinor = 0] = nodeVersion.split(".").map(Number);
  const newest = NODE_REDS.find(({ major, minor }) => ours > major || (ours === major && oursMinor >= minor));
  if (newest === undefined) throw new Error(`Node.js ${nodeVersion} is too old for Node-RED.`);
  return newest.module;
}

/** Node-RED in a process of its own, so that it can be restarted with rebuilt nodes. */
export class NodeRed {
  #process;
  #ended;
  #stopping = false;

  /** @param {{ port: number, userDir: string, env: Readonly<Record<string, string>> }} options `port`: the wanted one */
  constructor({ port, userDir, env }) {
    const module = newestNodeRed(process.versions.node);
    this.#process = fork(PROGRAM, [module, String(port), userDir], { env: { ...process.env, ...env } });
    this.#ended = once(this.#process, "exit");
  }

  /**
   * Resolves when the editor can be opened.
   * @returns {Promise<{ port: number, version: string }>}
   */
  async ready() {
    const [address] = await Promise.race([once(this.#process, "message"), this.#failure()]);
    return address;
  }

  /** Resolves when the process ends though nobody stopped it. */
  async crashed() {
    await this.#ended;
    if (this.#stopping) await new Promise(() => {});
  }

  /** Letting go of the process tells it to stop; so it also stops when this process dies. */
  async stop() {
    this.#stopping = true;
    if (this.#process.connected) this.#process.disconnect();
    const patience = setTimeout(() => this.#process.kill("SIGKILL"), MOST_SECONDS_TO_STOP * 1000);
    await this.#ended;
    clearTimeout(patience);
  }

  async #failure() {
    await this.#ended;
    throw new Error("Node-RED could not start.");
  }
}
