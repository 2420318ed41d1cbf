import assert from "node:assert/strict";
import { house, input } from "./house";
import { useEditor } from "./use-editor";

const button = { id: "button", type: "inject", z: "house", name: "", props: [], repeat: "", crontab: "" };
const inject = { ...button, x: 100, y: 400, wires: [["wired"]] };
const wired = { ...input, id: "wired", topic: "", inputs: 1, x: 400, y: 400 };

describe("The input of mqtt in", function () {
  this.timeout(30_000);
  const editor = useEditor({ flow: [...house, inject, wired], env: { KEEPALIVE: "60" } });

  it("appears when it is asked for, and goes with an undo", async () => {
    assert.equal(await editor().inputPort("input").count(), 0);
    await editor().edit("input");
    await editor().unfold("m2m-delivery");
    await editor().field("node-input-control").check();
    await editor().says("node-input-control", /^msg\.action is subscribe, unsubscribe, /);
    await editor().done();
    await editor().inputPort("input").waitFor();
    assert.deepEqual(await editor().saved("input"), { ...input, inputs: 1 });

    await editor().undo();
    await editor().inputPort("input").waitFor({ state: "detached" });
    assert.deepEqual(await editor().saved("input"), input);
    assert.equal(await editor().isChanged(), false);
  });

  it("takes its wires along when it goes, and brings them back with an undo", async () => {
    await editor().wires().waitFor({ state: "attached" });
    await editor().edit("wired");
    assert.match((await editor().summary("m2m-delivery").textContent()) ?? "", /, with an input$/);
    await editor().unfold("m2m-delivery");
    await editor().field("node-input-control").uncheck();
    await editor().field("node-input-topic").fill("home/light");
    await editor().done();
    await editor().inputPort("wired").waitFor({ state: "detached" });
    assert.deepEqual((await editor().saved("button"))["wires"], [[]]);

    await editor().undo();
    await editor().inputPort("wired").waitFor();
    assert.deepEqual((await editor().saved("button"))["wires"], [["wired"]]);
  });

  it("keeps its wires when something else is changed", async () => {
    await editor().edit("wired");
    await editor().field("node-input-topic").fill("home/light");
    await editor().done();
    assert.deepEqual((await editor().saved("button"))["wires"], [["wired"]]);
    assert.deepEqual(await editor().saved("wired"), { ...input, id: "wired", inputs: 1 });
  });

  it("can be asked for right after the topic was emptied", async () => {
    await editor().edit("input");
    await editor().field("node-input-topic").fill("");
    await editor().unfold("m2m-delivery");
    await editor().field("node-input-control").check();
    assert.equal(await editor().hint("node-input-topic").isVisible(), false);
  });

  it("makes the topic optional", async () => {
    assert.equal(await editor().label("wired").textContent(), "topics by message");
    await editor().edit("input");
    await editor().field("node-input-topic").fill("");
    await editor().says("node-input-topic", /^Enter a topic, or add an input\.$/);
    await editor().unfold("m2m-delivery");
    await editor().field("node-input-control").check();
    await editor().hint("node-input-topic").waitFor({ state: "hidden" });
    await editor().done();
    assert.deepEqual(await editor().saved("input"), { ...input, topic: "", inputs: 1 });
    assert.equal(await editor().invalid().count(), 0);
  });

  it("is told from the output by the names of the ports", async () => {
    await editor().inputPort("wired").hover();
    await editor().page.locator(".red-ui-flow-port-tooltip").filter({ hasText: "control" }).waitFor();
  });
});
