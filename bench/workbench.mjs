import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { WorkerProcess } from "./worker-process.mjs";

const HERE = import.meta.dirname;
const ROOT = path.dirname(HERE);
/** Where our nodes keep files, in the user directory. */
const KEPT = "m2m-flows-mqtt";

/** What every measurement needs: a user directory with the packages in it, and processes that end with it. */
export class Workbench {
  /** Where our package is installed. */
  packageFolder;
  #module;
  #userDir = mkdtempSync(path.join(tmpdir(), "bench-"));
  #modules = path.join(this.#userDir, "node_modules");
  #processes = [];

  /** `module`: the Node-RED to measure in. */
  constructor(module) {
    this.#module = module;
    mkdirSync(this.#modules);
    symlinkSync(path.join(HERE, "client", "nodes"), path.join(this.#modules, "bench-nodes"), "junction");
  }

  /** Installs a copy of what is built, so that a build meanwhile changes nothing; the dependencies are the checkout's. */
  install(packageName) {
    this.packageFolder = path.join(this.#modules, packageName);
    mkdirSync(this.packageFolder, { recursive: true });
    for (const part of ["package.json", "dist"]) {
      cpSync(path.join(ROOT, part), path.join(this.packageFolder, part), { recursive: true });
    }
    symlinkSync(path.join(ROOT, "node_modules"), path.join(this.packageFolder, "node_modules"), "junction");
  }

  /** The scripted broker's process, and its port. */
  async startPeer(options = {}) {
    const peer = this.#start("peer", path.join(HERE, "peer", "peer.mjs"));
    return { peer, port: await peer.ask("listen", { identifiers: false, ...options }) };
  }

  /** The measured process, with its flow running; `execArgv` are options for Node itself. */
  async startClient(flow, execArgv) {
    const client = this.#start("client", path.join(HERE, "client", "client.mjs"), execArgv);
    await client.ask("start", { module: this.#module, userDir: this.#userDir, flow });
    return client;
  }

  /** A process that measures the filter index alone. */
  startIndex() {
    return this.#start("index", path.join(HERE, "index", "index.mjs"), ["--expose-gc"]);
  }

  /** Ends the processes of a measurement, and removes what they have kept over restarts. */
  async clear() {
    await Promise.all(this.#processes.splice(0).map((worker) => worker.stop()));
    rmSync(path.join(this.#userDir, KEPT), { recursive: true, force: true });
  }

  async close() {
    await this.clear();
    rmSync(this.#userDir, { recursive: true });
  }

  #start(...process) {
    const worker = new WorkerProcess(...process);
    this.#processes.push(worker);
    return worker;
  }
}
