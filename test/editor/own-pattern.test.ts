import assert from "node:assert/strict";
import { useEditor } from "./use-editor";
import { ACTIVITY, monitor, plant, SILENCE, TOPIC, TRY, watchedHouse, WillMonitorPage } from "./will-monitor-page";

describe("The dialog of a will monitor", function () {
  this.timeout(30_000);
  const editor = useEditor({ flow: watchedHouse, env: { KEEPALIVE: "60" } });
  const dialog = new WillMonitorPage(editor);

  it("saves an own pattern with its payloads, and shows them again", async () => {
    await editor().edit("monitor");
    await dialog.choose("custom");
    await editor().field(TOPIC).fill("hall/+machine");
    await dialog.addPayload("up");
    await dialog.addPayload("down");
    await dialog.addPayload("lost");
    await editor().field("node-input-field").fill("net.state");
    await editor().done();

    const edited = { convention: "custom", topic: "hall/+machine", field: "net.state" };
    const payloads = { online: ["up"], offline: ["down", "lost"] };
    assert.deepEqual(await editor().saved("monitor"), { ...monitor, ...edited, ...payloads });
    await editor().edit("monitor");
    assert.deepEqual(await dialog.payloads(), ["up is online", "down is offline", "lost is offline"]);
    await dialog.payloadRows().nth(1).locator(".red-ui-editableList-item-remove").click();
    await editor().done();
    const fewer = { online: ["up"], offline: ["lost"] };
    assert.deepEqual(await editor().saved("monitor"), { ...monitor, ...edited, ...fewer });
  });

  it("says what would become of a message that is typed in", async () => {
    await editor().edit("plant");
    await editor().says(TRY, /^Type in what a device sends\. Not saved/);
    for (const [topic, payload, words] of [
      ["plant/press1/state", "running", "press1 is online."],
      ["", " true ", "device1 is online."],
      ["plant/press1/state", "stopped", "press1 is offline."],
      ["plant/press1/state", "runing", "No rule for 'runing': press1 would be unknown."],
      ["plant/press1/state", "", "Without a payload press1 is removed."],
      ["plant/press1", "running", "The topic doesn't match plant/+/state."],
      ["plant/+device/state", "running", "A topic to publish to can't contain '+' or '#': plant/+device/state"],
    ] as const) {
      await dialog.tryOut(topic, payload);
      await dialog.answers(words);
    }
  });

  it("tries what has just been changed", async () => {
    await editor().edit("plant");
    await dialog.tryOut("plant/press1/state", '{"net":{"state":"busy"}}');
    await editor().field("node-input-field").fill("net.state");
    await dialog.answers("No rule for 'busy': press1 would be unknown.");
    await editor().field("node-input-field").fill("state");
    await dialog.answers("The field state is not in this payload: press1 would be unknown.");
    await editor().field("node-input-field").fill("net.state");
    await dialog.addPayload("busy");
    await dialog.answers("press1 is offline.");
    await dialog.payloadRows().last().locator("select").selectOption("online");
    await dialog.answers("press1 is online.");
    await editor().field(TOPIC).fill("plant/+hall/+machine");
    await dialog.answers("press1/state is online.");
    await editor().field(TOPIC).fill("plant/state");
    await dialog.answers("First complete the pattern above.");
  });

  it("tries the words that devices use most where no payloads are given", async () => {
    await editor().edit("sparse");
    await editor().says("node-input-payloads", /^None: the words that devices use most/);
    await dialog.tryOut("lamp", "Connected");
    await dialog.answers("lamp is online.");
    await dialog.tryOut("lamp", '{"status":"asleep"}');
    await dialog.answers("lamp is sleeping.");
    await dialog.tryOut("lamp", "hello");
    await dialog.answers("'hello' is no usual word: lamp would be unknown. Add the payload above.");
  });

  it("needs no topic where signs of life are enough", async () => {
    await editor().edit("plant");
    await editor().field(TOPIC).fill("");
    await dialog.tryOut("plant/press1/anything", "5");
    await dialog.answers("Whatever the payload, press1 is alive.");
    await editor().hint(TOPIC).waitFor({ state: "hidden" });
    await editor().unfold(SILENCE);
    await editor().field(ACTIVITY).fill("");
    await editor().says(TOPIC, /^Mark the device in the topic/);
  });

  it("finds a payload with two meanings, and one meaning without a payload", async () => {
    await editor().edit("plant");
    await dialog.payloadRows().last().locator("input").fill("running");
    await editor().says("node-input-payloads", /^'running' can't be both online and offline\.$/);
    await editor().done();
    await editor().page.locator('[id="plant"] .red-ui-flow-node-error:not(.hide)').waitFor({ state: "attached" });

    await editor().edit("plant");
    await dialog.payloadRows().last().locator("input").fill("");
    await editor().says("node-input-payloads", /^Nothing here means offline/);
    await dialog.payloadRows().last().locator("input").fill("stopped");
    await editor().hint("node-input-payloads").waitFor({ state: "hidden" });
    await editor().done();
    assert.deepEqual(await editor().saved("plant"), plant);
    await editor().page.locator('[id="plant"] .red-ui-flow-node-error:not(.hide)').waitFor({ state: "detached" });
  });
});
