import assert from "node:assert/strict";
import { deployedNode } from "../../nodes/lib/deployed-node";

interface Saved {
  readonly id: string;
  readonly type: string;
}

const FLOWS: readonly Saved[] = [
  { id: "a", type: "mqtt-broker" },
  { id: "b", type: "broker-config" },
  { id: "c", type: "broker-config" },
];

describe("a node of the flows", () => {
  const nodes = { eachNode: (look: (saved: Saved) => void) => FLOWS.forEach(look) };

  it("is the first that matches", () => {
    assert.equal(deployedNode(nodes, ({ type }) => type === "broker-config")?.id, "b");
    assert.equal(deployedNode(nodes, ({ id }) => id === "c")?.id, "c");
  });

  it("is none where none matches", () => {
    assert.equal(
      deployedNode(nodes, ({ id, type }) => id === "a" && type === "broker-config"),
      undefined,
    );
  });
});
