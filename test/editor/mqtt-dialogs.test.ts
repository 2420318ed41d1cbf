import assert from "node:assert/strict";
import { house, input, output } from "./house";
import { useEditor } from "./use-editor";

describe("The dialogs of mqtt in and mqtt out", function () {
  this.timeout(30_000);
  const editor = useEditor({ flow: house, env: { KEEPALIVE: "60" } });

  it("saves each field of mqtt in, and shows it again", async () => {
    await editor().edit("input");
    await editor().field("node-input-topic").fill("home/+room/#rest");
    await editor().field("node-input-datatype").selectOption("base64");
    await editor().field("node-input-qos").selectOption("2");
    await editor().field("node-input-name").fill("Lights");
    await editor().done();

    const edited = { topic: "home/+room/#rest", datatype: "base64", qos: "2", name: "Lights" };
    assert.deepEqual(await editor().saved("input"), { ...input, ...edited });
    await editor().edit("input");
    for (const [property, value] of Object.entries(edited)) {
      assert.equal(await editor().field(`node-input-${property}`).inputValue(), value);
    }
  });

  it("saves each field of mqtt out, and shows it again", async () => {
    await editor().edit("output");
    await editor().field("node-input-topic").fill("home/lamp/set");
    await editor().field("node-input-qos").selectOption("1");
    await editor().field("node-input-retain").selectOption("false");
    await editor().field("node-input-name").fill("Lamp");
    await editor().unfold("m2m-out-properties");
    await editor().field("node-input-contentType").fill("text/plain");
    await editor().field("node-input-responseTopic").fill("home/answers");
    await editor().field("node-input-correlationData").fill("42");
    await editor().quantity("node-input-messageExpiryInterval", "2", "hours");
    await editor().addPair("node-input-userPropertyList", "room", "kitchen");
    await editor().addPair("node-input-userPropertyList", "room", "hall");
    await editor().addPair("node-input-userPropertyList", "room", "none");
    const list = editor().page.getByRole("list", { name: "User properties" });
    await list.getByRole("link", { name: "Delete" }).last().press("Enter");
    await editor().done();

    const edited = {
      topic: "home/lamp/set",
      qos: "1",
      retain: "false",
      name: "Lamp",
      contentType: "text/plain",
      responseTopic: "home/answers",
      correlationData: "42",
      messageExpiryInterval: "7200",
      userProperties: { room: ["kitchen", "hall"] },
    };
    assert.deepEqual(await editor().saved("output"), { ...output, ...edited });
    await editor().edit("output");
    assert.match((await editor().summary("m2m-out-properties").textContent()) ?? "", /^Content type, Response topic/);
    await editor().done();
    assert.deepEqual(await editor().saved("output"), { ...output, ...edited });
  });
});
