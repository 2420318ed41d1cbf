import { fork } from "node:child_process";

const ANSWER_LIMIT_MS = 120_000;
const KEPT_OUTPUT = 4_000;

/** One process of the benchmark (peer, client, index), asked over Node's own message channel. */
export class WorkerProcess {
  #child;
  #name;
  #exited;
  #output = "";
  #waiting = new Map();
  #nextRequest = 1;

  /** Starts `file` in a process of its own; `execArgv` are options for Node itself. */
  constructor(name, file, execArgv = []) {
    this.#name = name;
    this.#child = fork(file, { execArgv, silent: true });
    this.#child.on("message", (answer) => this.#settle(answer));
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream.setEncoding("utf8").on("data", (text) => (this.#output = (this.#output + text).slice(-KEPT_OUTPUT)));
    }
    this.#exited = new Promise((resolve) => this.#child.once("close", resolve));
    this.#exited.then((code) => this.#abandon(`the ${name} process ended with ${code}`));
  }

  /** Sends a command and resolves with its result; rejects when the command fails or its process ends. */
  ask(command, argument) {
    const request = this.#nextRequest++;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#abandon(`no answer to ${command} from the ${this.#name}`), ANSWER_LIMIT_MS);
      this.#waiting.set(request, { resolve, reject, timer });
      this.#child.send({ request, command, argument });
    });
  }

  /** Ends the process, whatever it is doing, and resolves once it is gone. */
  async stop() {
    this.#child.kill("SIGKILL");
    await this.#exited;
  }

  #settle({ request, result, error }) {
    const waiting = this.#waiting.get(request);
    if (waiting === undefined) return;
    this.#waiting.delete(request);
    clearTimeout(waiting.timer);
    if (error === undefined) waiting.resolve(result);
    else waiting.reject(new Error(`${this.#name}: ${error}\n${this.#output}`.trim()));
  }

  #abandon(reason) {
    for (const request of this.#waiting.keys()) this.#settle({ request, error: reason });
  }
}
