import assert from "node:assert/strict";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { freePort } from "../support/free-port";
import { CHECKOUT, PATIENCE, startDemo } from "./demo-process";

const SOURCES = ["demo", "nodes", "icons", "build.mjs", "package.json"].concat([
  "tsconfig.json",
  "tsconfig.editor.json",
  "tsconfig.runtime.json",
]);

describe("npm run dev", function () {
  this.timeout(240_000);
  let checkout: string;

  before(async () => {
    checkout = await mkdtemp(path.join(tmpdir(), "checkout-"));
    for (const name of SOURCES) await cp(path.join(CHECKOUT, name), path.join(checkout, name), { recursive: true });
    await symlink(path.join(CHECKOUT, "node_modules"), path.join(checkout, "node_modules"), "junction");
  });

  after(() => rm(checkout, { recursive: true }));

  it("builds what isn't built yet, and restarts Node-RED with what changes, unless it can't be built", async () => {
    const demo = startDemo(["--watch", "--port", String(await freePort())], checkout);
    const config = path.join(checkout, "nodes", "mqtt-in", "config.ts");
    const source = await readFile(config, "utf8");
    await demo.lines.next((line) => line.startsWith("Building the nodes"));
    const { editor } = await demo.ready();

    await writeFile(config, `${source}\nexport const mistake: number = "text";\n`);
    await demo.lines.next((line) => line === "Not restarted: the nodes could not be built.", PATIENCE);
    assert.equal((await fetch(editor)).status, 200);

    await writeFile(config, `${source}\nexport const rebuilt = true;\n`);
    await demo.lines.next((line) => line === "Restarted with the rebuilt nodes.", PATIENCE);
    assert.equal((await fetch(editor)).status, 200);
    assert.match(await readFile(path.join(checkout, "dist", "mqtt-in", "config.js"), "utf8"), /rebuilt = true/);

    assert.equal(await demo.pressCtrlC(), 0);
  });
});
