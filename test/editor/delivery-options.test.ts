import assert from "node:assert/strict";
import { broker, house, input } from "./house";
import { useEditor } from "./use-editor";

const kept = { ...broker, id: "kept", name: "kept", cleanSession: false, clientId: "hub", protocolVersion: "5" };
const nameless = { ...broker, id: "nameless", name: "nameless", uri: "mqtt://localhost?clean=false" };
const old = { ...broker, id: "old", name: "old", protocolVersion: "4" };
const manual = { ...input, id: "manual", broker: "kept", ack: "manual", inputs: 1 };
/** As someone may write it by hand. */
const sparse = { id: "sparse", type: "mqtt-in", z: "house", broker: "kept", topic: "a", ack: "manual", inputs: "1" };
const flow = [
  ...house,
  kept,
  nameless,
  old,
  { ...manual, x: 200, y: 400 },
  { ...sparse, noLocal: "false", ackTimeout: "60", wires: [[]], x: 200, y: 480 },
];

const ACK = "node-input-ack";
const CONTROL = "node-input-control";
const NO_LOCAL = "node-input-noLocal";
const BROKER = "node-input-broker";

describe("The delivery options of mqtt in", function () {
  this.timeout(30_000);
  const editor = useEditor({ flow, env: { KEEPALIVE: "60" } });

  it("are saved, and shown again", async () => {
    await editor().edit("input");
    await editor().unfold("m2m-delivery");
    await editor().field("node-input-retained").selectOption("new");
    await editor().field(NO_LOCAL).check();
    await editor().field("node-input-retainAsPublished").check();
    await editor().field(ACK).selectOption("manual");
    await editor().quantity("node-input-ackTimeout", "2", "minutes");
    await editor().field("node-input-maxUnacked").fill("5");
    await editor().field("node-input-persistSubscriptions").check();
    await editor().done();

    const edited = {
      retained: "new",
      noLocal: true,
      retainAsPublished: true,
      ack: "manual",
      ackTimeout: "120",
      maxUnacked: "5",
      persistSubscriptions: true,
      inputs: 1,
    };
    assert.deepEqual(await editor().saved("input"), { ...input, ...edited });
    await editor().edit("input");
    await editor().unfold("m2m-delivery");
    assert.equal(await editor().field("node-input-ackTimeout-number").inputValue(), "2");
    assert.equal(await editor().field(NO_LOCAL).isChecked(), true);
    await editor().done();
    assert.deepEqual(await editor().saved("input"), { ...input, ...edited });
  });

  for (const id of ["manual", "sparse"]) {
    it(`leave ${id} as it is when nothing is changed`, async () => {
      const before = await editor().saved(id);
      await editor().edit(id);
      await editor().unfold("m2m-delivery");
      await editor().done();
      assert.deepEqual(await editor().saved(id), before);
      assert.equal(await editor().isChanged(), false);
    });
  }

  it("say in the closed fold what is set", async () => {
    await editor().edit("input");
    const summary = editor().summary("m2m-delivery");
    assert.equal(await summary.textContent(), "stored value: at start, acknowledged when received");
    await editor().unfold("m2m-delivery");
    await editor().field("node-input-retained").selectOption("never");
    await editor().field(NO_LOCAL).check();
    await editor().field("node-input-retainAsPublished").check();
    await editor().field(CONTROL).check();
    const parts = "acknowledged when received, own messages ignored, msg.retain as published, with an input";
    assert.equal(await summary.textContent(), `no stored value, ${parts}`);
    await editor().field(ACK).selectOption("manual");
    assert.match((await summary.textContent()) ?? "", /^no stored value, acknowledged by the flow,.* as published$/);
  });

  it("give the node an input that it can't do without while the flow acknowledges", async () => {
    await editor().edit("input");
    await editor().unfold("m2m-delivery");
    assert.equal(await editor().field("node-input-maxUnacked").isVisible(), false);
    await editor().field(ACK).selectOption("manual");
    await editor().field("node-input-maxUnacked").waitFor();
    assert.deepEqual(
      [await editor().field(CONTROL).isChecked(), await editor().field(CONTROL).isDisabled()],
      [true, true],
    );
    await editor().says(CONTROL, /^The acknowledgements need the input\./);
    await editor().says("node-input-ackTimeout-number", /^The message then counts as failed/);
    await editor().done();
    await editor().inputPort("input").waitFor();
    assert.deepEqual(await editor().saved("input"), { ...input, ack: "manual", inputs: 1 });
    await editor().inputPort("input").hover();
    await editor().page.locator(".red-ui-flow-port-tooltip").filter({ hasText: "control, acknowledge" }).waitFor();
  });

  it("take the input away again if nobody else has asked for it", async () => {
    await editor().edit("input");
    await editor().unfold("m2m-delivery");
    await editor().field(ACK).selectOption("manual");
    await editor().field(ACK).selectOption("auto");
    assert.equal(await editor().field(CONTROL).isChecked(), false);
    await editor().field(CONTROL).check();
    await editor().field(ACK).selectOption("manual");
    await editor().field(ACK).selectOption("auto");
    assert.equal(await editor().field(CONTROL).isChecked(), true);
    await editor().done();
    assert.deepEqual(await editor().saved("input"), { ...input, inputs: 1 });
  });

  it("remember subscriptions only where there is an input for them", async () => {
    await editor().edit("input");
    await editor().unfold("m2m-delivery");
    const remember = editor().field("node-input-persistSubscriptions");
    assert.equal(await remember.isVisible(), false);
    await editor().field(CONTROL).check();
    await remember.waitFor();
  });

  for (const { id, level, words } of [
    { id: "kept", level: "info", words: /^Send the message, .* comes again after the next connect\.$/ },
    { id: "broker", level: "error", words: /\nThis broker's session is not kept, .*Press the pencil/ },
    { id: "nameless", level: "warning", words: /\nThis broker's session is kept, but .* a client ID/ },
  ]) {
    it(`say what the acknowledgement needs of the broker '${id}'`, async () => {
      await editor().edit("input");
      await editor().unfold("m2m-delivery");
      await editor().field(ACK).selectOption("manual");
      await editor().field(BROKER).selectOption(id);
      await editor().says(ACK, words);
      assert.equal(await editor().hint(ACK).getAttribute("data-level"), level);
    });
  }

  it("are content with a broker as soon as it is mended behind the pencil", async () => {
    await editor().edit("input");
    await editor().unfold("m2m-delivery");
    await editor().field(ACK).selectOption("manual");
    await editor().says(ACK, /session is not kept/);
    await editor().page.getByRole("button", { name: "Edit broker-config config node" }).press("Enter");
    await editor().field("m2m-session").waitFor();
    await editor().unfold("m2m-session");
    await editor().field("node-config-input-session").selectOption("keep");
    await editor().field("node-config-input-clientId").fill("hub-1");
    await editor().done();
    await editor().says(ACK, /comes again after the next connect\.$/);
  });

  for (const { qos, level, words } of [
    { qos: "0", level: "warning", words: /no acknowledgement and never comes again/ },
    { qos: "2", level: "info", words: /QoS 1 is used/ },
  ]) {
    it(`say what QoS ${qos} is to a flow that acknowledges`, async () => {
      await editor().edit("manual");
      await editor().field("node-input-qos").selectOption(qos);
      await editor().says("node-input-qos", words);
      assert.equal(await editor().hint("node-input-qos").getAttribute("data-level"), level);
    });
  }

  for (const { id, level } of [
    { id: "broker", level: "info" },
    { id: "old", level: "warning" },
  ]) {
    it(`say that only MQTT 5 leaves out own messages: broker '${id}'`, async () => {
      await editor().edit("input");
      await editor().unfold("m2m-delivery");
      await editor().field(NO_LOCAL).check();
      await editor().field(BROKER).selectOption(id);
      await editor()
        .hint(NO_LOCAL)
        .and(editor().page.locator(`[data-level="${level}"]`))
        .waitFor();
      await editor().says(NO_LOCAL, /^MQTT 5 only\./);
      await editor().field(BROKER).selectOption("kept");
      await editor().hint(NO_LOCAL).waitFor({ state: "hidden" });
    });
  }

  it("say what msg.retain as published makes of it", async () => {
    await editor().edit("input");
    await editor().unfold("m2m-delivery");
    await editor().field("node-input-retainAsPublished").check();
    await editor().says("node-input-retainAsPublished", /can't be told apart/);
  });

  it("can't leave out own messages of a shared subscription, in whichever order it is asked for", async () => {
    await editor().edit("input");
    await editor().unfold("m2m-delivery");
    await editor().field(NO_LOCAL).check();
    await editor().field("node-input-topic").fill("$share/crew/home/#");
    await editor().says(NO_LOCAL, /^A shared subscription can't leave out own messages/);
    assert.equal(await editor().field(NO_LOCAL).getAttribute("aria-invalid"), "true");
    await editor().done();
    await editor().page.locator('[id="input"] .red-ui-flow-node-error:not(.hide)').waitFor({ state: "attached" });

    await editor().edit("input");
    await editor().says(NO_LOCAL, /^A shared subscription can't leave out own messages/);
    await editor().field("node-input-topic").fill("home/#");
    await editor().hint(NO_LOCAL).and(editor().page.locator('[data-level="info"]')).waitFor();
  });

  it("say under a number why it is none", async () => {
    await editor().edit("manual");
    await editor().unfold("m2m-delivery");
    await editor().field("node-input-maxUnacked").fill("0");
    await editor().says("node-input-maxUnacked", /^At most must be a whole number from 1 to 65535/);
    await editor().field("node-input-ackTimeout-number").fill("soon");
    await editor().says("node-input-ackTimeout-number", /^Give up after must be a whole number/);
  });
});
