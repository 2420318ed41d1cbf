import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Fields } from "../../nodes/lib/config/field";
import { nodeTypes, ROOT } from "./node-types";
import { registeredTypes, runtimeCredentials, type RegisteredType } from "./registered-type";

describe("the built HTML, read as the flow library reads it", () => {
  for (const type of nodeTypes) {
    describe(`of ${type}`, () => {
      it("registers this type and no other", () => {
        assert.deepEqual(
          registeredTypes(built(type, "html")).map((registered) => registered.type),
          [type],
        );
      });

      it("tells its category, its colour and an icon that is there", () => {
        const { category, color, icon } = registered(type).facts;
        assert.match(String(category), /^[A-Za-z]+$/);
        assert.match(String(color), /^#[0-9A-F]{6}$/);
        assert.ok(existsSync(path.join(ROOT, "dist", type, "icons", String(icon))), `no icon ${String(icon)}`);
      });

      it("has the properties and defaults of config.ts", () => {
        assert.deepEqual(registered(type).defaults, savedDefaults(type));
      });

      it("has the credentials of the runtime", () => {
        assert.deepEqual(registered(type).credentials, runtimeCredentials(built(type, "js")));
      });
    });
  }
});

function registered(type: string): RegisteredType {
  const [first] = registeredTypes(built(type, "html"));
  assert.ok(first);
  return first;
}

function built(type: string, extension: "html" | "js"): string {
  return readFileSync(path.join(ROOT, "dist", type, `${type}.${extension}`), "utf8");
}

/** What the editor saves for a property nobody has touched: a text in place of nothing. */
function savedDefaults(type: string): Record<string, unknown> {
  const { fields } = require(path.join(ROOT, "nodes", type, "config")) as { fields: Fields };
  const saved = ({ fallback }: Fields[string]): unknown => (fallback === undefined ? "" : fallback);
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, saved(field)]));
}
