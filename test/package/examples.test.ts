import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { startNodeRed, type RealNodeRed } from "../support/real-node-red";
import { filesIn, manifest, nodeTypes, ROOT } from "./node-types";

const examples = filesIn("examples");

describe("the examples", function () {
  this.timeout(120_000);

  it("are numbered, so that the Import menu has an order", () => {
    for (const file of examples) assert.match(file, /^\d\d - [^/]+\.json$/);
  });

  it("use each node type", () => {
    const used = new Set(examples.flatMap(read).map((node) => node.type));
    assert.deepEqual(
      nodeTypes.filter((type) => !used.has(type)),
      [],
    );
  });

  it("begin with a comment node that says what they show and what to change", () => {
    const silent = examples.filter((file) => !isExplained(read(file)));
    assert.deepEqual(silent, []);
  });

  it("fill one tab each", () => {
    for (const file of examples) assert.equal(read(file).filter((node) => node.type === "tab").length, 1, file);
  });

  it("look for the broker where the demo has it", () => {
    const uris = examples.flatMap(read).flatMap((node) => (node.type === "broker-config" ? [node.uri] : []));
    assert.deepEqual([...new Set(uris)], ["mqtt://localhost:1883"]);
  });

  describe("in Node-RED with the packed package", () => {
    let nodeRed: RealNodeRed;

    before(async () => {
      nodeRed = await startNodeRed();
    });
    after(() => nodeRed.stop());

    it("find every node type of the package, loaded without an error", async () => {
      const response = await fetch(`${nodeRed.url}/nodes`, { headers: { accept: "application/json" } });
      const sets = ((await response.json()) as NodeSet[]).filter((set) => set.module === manifest.name);
      const loaded = sets.filter((set) => set.err === undefined).flatMap((set) => set.types);
      assert.deepEqual(loaded.sort(), [...nodeTypes].sort());
    });

    for (const file of examples) {
      it(`deploy without an unknown type: ${file}`, () => nodeRed.deploy(read(file)));
    }
  });
});

function read(file: string): SavedNode[] {
  return JSON.parse(readFileSync(path.join(ROOT, "examples", file), "utf8")) as SavedNode[];
}

/** Whether the topmost thing on the canvas is a comment with what to change in it. */
function isExplained(flow: SavedNode[]): boolean {
  const top = Math.min(...flow.flatMap((node) => node.y ?? []));
  return flow.some(({ type, y, info }) => type === "comment" && y === top && info?.includes("\n\nChange: "));
}

/** What the tests look at in a node of an example. */
interface SavedNode {
  readonly type: string;
  readonly y?: number;
  readonly info?: string;
  readonly uri?: string;
}

/** What `GET /nodes` tells of one. */
interface NodeSet {
  readonly module: string;
  readonly types: readonly string[];
  readonly err?: unknown;
}
