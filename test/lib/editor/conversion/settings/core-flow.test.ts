import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { runInNewContext } from "node:vm";
import { coreBroker, coreIn, coreOut } from "./core-flow";

/** What a type's script tells the editor. */
interface Definition {
  readonly defaults: Readonly<Record<string, { readonly value?: unknown }>>;
}

/** What the editor adds to the properties of every node. */
const OF_ANY_NODE = ["id", "type", "z", "x", "y", "wires"];

describe("The built-in nodes of these tests", () => {
  for (const module of ["node-red", "node-red-4"]) {
    const definitions = definitionsOf(module);

    for (const node of [coreBroker, coreIn, coreOut]) {
      it(`have every setting that ${node.type} saves in ${module}`, () => {
        const saved = Object.keys(node).filter((property) => !OF_ANY_NODE.includes(property));
        assert.deepEqual(saved.sort(), Object.keys(definitions.get(node.type)?.defaults ?? {}).sort());
      });
    }
  }
});

/** Lets the script of the built-in MQTT nodes register them. */
function definitionsOf(module: string): ReadonlyMap<string, Definition> {
  const { resolve } = createRequire(require.resolve(`${module}/red.js`));
  const html = readFileSync(resolve("@node-red/nodes/core/network/10-mqtt.html"), "utf8");
  const script = /<script type="text\/javascript">(.*?)<\/script>/s.exec(html)?.[1] ?? "";
  const definitions = new Map<string, Definition>();
  const registerType = (type: string, definition: Definition): unknown => definitions.set(type, definition);
  const any = (): undefined => undefined;
  const RED = { nodes: { registerType }, validators: { number: any, regex: any }, _: any };
  runInNewContext(script, { RED });
  return definitions;
}
