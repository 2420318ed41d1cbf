import assert from "node:assert/strict";
import { house, output } from "./house";
import { useEditor } from "./use-editor";

const TOPIC = "node-input-topic";

describe("The topic of mqtt out", function () {
  this.timeout(30_000);
  const editor = useEditor({ flow: house, env: { KEEPALIVE: "60" } });

  it("is said to be filled from each message, and by which of its values", async () => {
    await editor().edit("output");
    await editor().field(TOPIC).fill("home/{{params.room}}/{{device}}/set");
    await editor().says(TOPIC, /^Filled from each message: msg\.params\.room, msg\.device\. Without such a value/);
    assert.equal(await editor().hint(TOPIC).getAttribute("data-level"), "info");
    await editor().field(TOPIC).fill("home/lamp/set");
    await editor().hint(TOPIC).waitFor({ state: "hidden" });
    await editor().field(TOPIC).fill("");
    await editor().says(TOPIC, /^Each message's msg\.topic is used/);
  });

  it("is saved as it is written, and is the node's label", async () => {
    await editor().edit("output");
    await editor().field(TOPIC).fill("home/{{params.room}}/set");
    await editor().done();
    assert.deepEqual(await editor().saved("output"), { ...output, topic: "home/{{params.room}}/set" });
    assert.equal(await editor().label("output").textContent(), "home/{{params.room}}/set");
  });

  const mistakes: readonly [topic: string, reason: RegExp][] = [
    ["home/{{params.room/set", /^The topic is no template that can be filled: Unclosed tag \(column 6\)\.$/],
    ["home/{{#a}}x", /Unclosed section "a"/],
    ["home/{{}}/set", /No name \(column 6\)\.$/],
    ["home/{{>a}}/set", /No other template to put in \(column 6\)\.$/],
    ["home/+/{{room}}", /^A topic to publish to can't contain '\+' or '#'/],
  ];
  for (const [topic, reason] of mistakes) {
    it(`can't be ${topic}`, async () => {
      await editor().edit("output");
      await editor().field(TOPIC).fill(topic);
      await editor().says(TOPIC, reason);
      assert.equal(await editor().hint(TOPIC).getAttribute("data-level"), "error");
    });
  }

  it("may get from the environment what makes it a topic", async () => {
    await editor().edit("output");
    await editor().field(TOPIC).fill("${SITE}/{{room}}/set");
    await editor().says(TOPIC, /^Filled from each message: msg\.room\./);
    assert.equal(await editor().hint(TOPIC).getAttribute("data-level"), "info");
  });
});
