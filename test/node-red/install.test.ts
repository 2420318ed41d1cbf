import assert from "node:assert/strict";
import { startNodeRed } from "../support/real-node-red";

describe("the packed package, installed in Node-RED", function () {
  this.timeout(120_000);

  it("adds every node type without an error", async () => {
    const nodeRed = await startNodeRed();
    try {
      const response = await fetch(`${nodeRed.url}/nodes`, { headers: { accept: "application/json" } });
      const sets = (await response.json()) as NodeSet[];
      const ours = sets.filter((set) => set.module === "@m2m-flows/node-red-mqtt");
      assert.deepEqual(ours.flatMap((set) => set.types).sort(), ["broker-config", "mqtt-in", "mqtt-out"]);
      assert.deepEqual(ours.filter((set) => set.err !== undefined), []);
      assert.doesNotMatch(nodeRed.output(), /\[(warn|error)\](?!.*(Projects disabled|unencrypted credentials))/);
    } finally {
      await nodeRed.stop();
    }
  });
});

/** What `GET /nodes` tells of one. */
interface NodeSet {
  readonly module: string;
  readonly types: readonly string[];
  readonly err?: unknown;
}
