import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const ROOT = join(__dirname, "../../../..");

/** Has a process of its own say after each step whether the library of Sparkplug's payloads is loaded. */
const STEPS = `
const { Presence } = require("./nodes/lib/presence/presence");
const { CONVENTIONS } = require("./nodes/lib/presence/conventions/conventions");
const { createInterpreter } = require("./nodes/lib/presence/interpreters/create-interpreter");
const isLoaded = () => Object.keys(require.cache).some((file) => file.includes("@bufbuild"));
const said = [typeof Presence, CONVENTIONS.length > 0, isLoaded()];
const host = { watch() {}, unwatch() {}, warn() {} };
const read = (kind, topic, payload) => {
  const message = { topic, payload: Buffer.from(payload), text: payload, retain: false };
  said.push(createInterpreter(kind, host).read(message, { device: "plant/edge", base: "" })[0].evidence.kind, isLoaded());
};
read("sparkplug-host", "spBv1.0/STATE/scada", '{"online":true,"timestamp":1}');
read("aws-lifecycle", "$aws/events/presence/connected/press1", '{"eventType":"connected"}');
read("sparkplug", "spBv1.0/plant/NBIRTH/edge", "");
read("sparkplug", "spBv1.0/plant/NDEATH/edge", "\\u0008\\u0001");
console.log(JSON.stringify(said));
`;

describe("the library that reads Sparkplug's payloads", () => {
  it("is loaded by the first of them, and by nothing else", () => {
    const { stdout, stderr } = spawnSync(process.execPath, ["--require", "tsx/cjs", "--eval", STEPS], {
      cwd: ROOT,
      encoding: "utf8",
    });
    const said = ["function", true, false, "report", false, "report", false, "removed", false, "report", true];
    assert.deepEqual(JSON.parse(stdout || "null"), said, stderr);
  }).timeout(20_000);
});
