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

  it("explain themselves in a comment node", () => {
    const silent = examples.filter((file) => !read(file).some((node) => node.type === "comment"));
    assert.deepEqual(silent, []);
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

function read(file: string): { type: string }[] {
  return JSON.parse(readFileSync(path.join(ROOT, "examples", file), "utf8")) as { type: string }[];
}

/** What `GET /nodes` tells of one. */
interface NodeSet {
  readonly module: string;
  readonly types: readonly string[];
  readonly err?: unknown;
}
