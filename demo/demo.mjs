import { readFileSync } from "node:fs";
import path from "node:path";
import { startBroker } from "./broker.mjs";
import { shownUri } from "./broker-uri.mjs";
import { startHouse } from "./house.mjs";
import { NodeRed } from "./node-red.mjs";
import { build, isStale } from "./package-build.mjs";
import { HOST } from "./port.mjs";
import { watchSources } from "./sources.mjs";
import { prepareUserDirectory } from "./user-directory.mjs";

const ROOT = path.join(import.meta.dirname, "..");
const BROKER_PORT = 1883;

/** The whole demo: a broker, the devices of the house, and Node-RED. */
export class Demo {
  #options;
  #userDir;
  #leaving = new AbortController();
  #started = Promise.resolve();
  #restarted = Promise.resolve();
  /** What runs, in the order of starting. */
  #parts = [];
  #nodeRed;
  #brokerUri = "";
  #port;
  #onFailure;

  /**
   * @param {import("./options.mjs").Options} options
   * @param {(error: Error) => void} onFailure called when something breaks after the start
   */
  constructor(options, onFailure) {
    this.#options = options;
    this.#onFailure = onFailure;
    this.#userDir = path.resolve(options.userDir ?? path.join(ROOT, ".demo"));
    this.#port = options.port;
  }

  /** Starts one part after the other, and prints where they are. */
  start() {
    this.#started = this.#startAll();
    return this.#started;
  }

  /** Stops what runs, the last part first, also in the middle of starting. */
  async stop() {
    this.#leaving.abort();
    await this.#nodeRed?.stop();
    await Promise.allSettled([this.#started, this.#restarted]);
    for (const part of this.#parts.reverse()) await part.stop();
  }

  async #startAll() {
    const { name: packageName } = JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8"));
    prepareUserDirectory(this.#userDir, { root: ROOT, packageName, reset: this.#options.reset });
    if (isStale(ROOT) && !(await this.#build())) throw new Error("The nodes could not be built.");
    this.#brokerUri = this.#options.broker ?? (await this.#startBroker());
    this.#leaving.signal.throwIfAborted();
    this.#parts.push(startHouse(this.#brokerUri));
    const version = await this.#startNodeRed();
    if (this.#options.watch) this.#parts.push(watchSources(ROOT, () => this.#rebuild()));
    this.#announce(version);
  }

  async #startBroker() {
    const broker = await startBroker(BROKER_PORT);
    this.#parts.push(broker);
    if (broker.port !== BROKER_PORT) console.log(`Port ${BROKER_PORT} is taken, the broker uses ${broker.port}.`);
    return broker.uri;
  }

  /** Resolves with Node-RED's version when the editor can be opened. */
  async #startNodeRed() {
    const wanted = this.#port;
    this.#nodeRed = new NodeRed({ port: wanted, userDir: this.#userDir, env: { DEMO_BROKER: this.#brokerUri } });
    const { port, version } = await this.#nodeRed.ready();
    void this.#nodeRed.crashed().then(() => this.#onFailure(new Error("Node-RED has ended by itself.")));
    this.#port = port;
    if (port !== wanted) console.log(`Port ${wanted} is taken, the editor uses ${port}.`);
    return version;
  }

  #build() {
    return build(ROOT, this.#leaving.signal);
  }

  #rebuild() {
    this.#restarted = this.#restarted.then(() => this.#restart()).catch(this.#onFailure);
  }

  /** Broker and devices stay: to them it looks as if somebody had restarted Node-RED. */
  async #restart() {
    if (!(await this.#build())) return console.error("Not restarted: the nodes could not be built.");
    await this.#nodeRed.stop();
    this.#leaving.signal.throwIfAborted();
    await this.#startNodeRed();
    console.log("Restarted with the rebuilt nodes.");
  }

  #announce(version) {
    const brokerName = this.#options.broker === undefined ? "embedded, MQTT 3.1.1" : "yours";
    console.log(`
The house is running on Node-RED ${version}.
  Editor  http://${HOST}:${this.#port}/
  Broker  ${shownUri(this.#brokerUri)} (${brokerName})
  Files   ${this.#userDir}${this.#options.watch ? "\n  Watching nodes/ and icons/ for changes" : ""}
Stop it with Ctrl-C.
`);
  }
}
