import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

/** A real Node-RED in this process, without editor and log, whose bench nodes find `bench` in the settings. */
export class NodeRed {
  #RED;
  #green = new Set();

  /** @param module the Node-RED to be required */
  constructor(module, userDir, bench) {
    this.#RED = createRequire(import.meta.url)(module);
    this.#RED.init({
      userDir,
      flowFile: "flows.json",
      httpAdminRoot: false,
      httpNodeRoot: false,
      disableEditor: true,
      credentialSecret: false,
      telemetry: { enabled: false, updateNotification: false },
      logging: { console: { level: "error" } },
      bench,
    });
    this.#RED.events.on("node-status", ({ id, status }) => {
      if (status.fill === "green") this.#green.add(id);
      else this.#green.delete(id);
    });
  }

  /** Resolves when the flow runs; rejects when it can't, as with an unknown type. */
  async start(flow) {
    writeFileSync(path.join(this.#RED.settings.userDir, "flows.json"), JSON.stringify(flow));
    const started = Promise.race([once(this.#RED.events, "flows:started"), this.#refusal()]);
    await this.#RED.start();
    await started;
  }

  /** Replaces the flow as a Full deploy of the editor does; resolves when it runs. */
  async deploy(flow) {
    const started = once(this.#RED.events, "flows:started");
    await this.#RED.runtime.flows.setFlows({ flows: { flows: flow }, deploymentType: "full" });
    await started;
  }

  /** Resolves when a node's status is green. */
  async connected(id) {
    while (!this.#green.has(id)) await once(this.#RED.events, "node-status");
  }

  /**
   * From now on calls back for each done() of the nodes whose id begins so, with the error if there is one, and with the
   * message; and nobody else any more.
   */
  onComplete(id, callback) {
    this.#RED.hooks.remove("*.bench");
    this.#RED.hooks.add("onComplete.bench", (event) => {
      if (event.node.id.startsWith(id)) callback(event.error, event.msg);
    });
  }

  #refusal() {
    return new Promise((_, reject) => {
      this.#RED.events.on("runtime-event", ({ id, payload }) => {
        if (id === "runtime-state" && payload?.error) reject(new Error(`Node-RED says: ${JSON.stringify(payload)}`));
      });
    });
  }
}
