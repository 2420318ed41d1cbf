import assert from "node:assert/strict";
import { chromiumMissing } from "../support/chromium";
import { needs } from "../support/needs";
import { EditorPage, type SavedFlowNode } from "./editor-page";

const tab = { id: "house", type: "tab", label: "House", disabled: false, info: "" };

/** As the dialog saves a new broker whose address was entered, except that it doesn't connect. */
const broker = {
  id: "broker",
  type: "broker-config",
  name: "",
  uri: "mqtt://localhost:1883",
  protocolVersion: "auto",
  clientId: "",
  keepalive: 60,
  connectTimeout: 30,
  cleanSession: true,
  sessionExpiry: "",
  autoConnect: false,
  tls: "",
  verifyServer: true,
  birth: [],
  close: null,
  will: null,
  queue: "memory",
  queueLimit: 10000,
  queueBytes: 104857600,
  queueOverflow: "reject",
  queueQos0: false,
  messageTtl: 0,
  subscribeBatch: 0,
  reconnectMin: 1,
  reconnectMax: 60,
  properties: {},
  websocket: {},
};

const input = {
  id: "input",
  type: "mqtt-in",
  z: "house",
  name: "",
  broker: "broker",
  topic: "home/light",
  qos: 1,
  datatype: "auto-detect",
  x: 200,
  y: 80,
  wires: [[]],
};

const output = {
  id: "output",
  type: "mqtt-out",
  z: "house",
  name: "",
  broker: "broker",
  topic: "home/light",
  qos: "",
  retain: "",
  responseTopic: "",
  contentType: "",
  correlationData: "",
  messageExpiryInterval: "",
  userProperties: {},
  x: 200,
  y: 160,
  wires: [],
};

/** As someone may write a flow by hand: what is missing has its default, numbers and booleans may be texts. */
const sparse = [
  { id: "sparse-broker", type: "broker-config", autoConnect: "false", queueQos0: "true", keepalive: "${KEEPALIVE}" },
  { id: "sparse-input", type: "mqtt-in", z: "house", broker: "broker", topic: "a", x: 200, y: 240, wires: [[]] },
  { id: "sparse-output", type: "mqtt-out", z: "house", broker: "broker", retain: "true", x: 200, y: 320, wires: [] },
];

describe("The edit dialogs", function () {
  this.timeout(120_000);
  needs(chromiumMissing());

  let editor: EditorPage;

  before(async () => {
    const flow = [tab, broker, input, output, ...sparse];
    editor = await EditorPage.open({ flow, env: { KEEPALIVE: "60" } });
  });

  beforeEach(() => editor.reload());

  afterEach(() => assert.deepEqual(editor?.problems, []));

  after(() => editor?.close());

  for (const id of ["broker", "input", "output", ...sparse.map((node) => node.id)]) {
    it(`leaves ${id} as it is when nothing is changed`, async () => {
      const before = await editor.saved(id);
      await editor.edit(id);
      await editor.done();
      assert.deepEqual(await editor.saved(id), before);
      assert.equal(await editor.isChanged(), false);
    });
  }

  it("shows what a hand-written flow means", async () => {
    await editor.edit("sparse-broker");
    assert.equal(await editor.field("node-config-input-uri").inputValue(), "mqtt://localhost:1883");
    assert.equal(await editor.field("node-config-input-keepalive").inputValue(), "${KEEPALIVE}");
    assert.equal(await editor.field("node-config-input-autoConnect").isChecked(), false);
    assert.equal(await editor.field("node-config-input-queueQos0").isChecked(), true);
    assert.equal(await editor.field("node-config-input-verifyServer").isChecked(), true);
    await editor.cancel();

    await editor.edit("sparse-output");
    assert.equal(await editor.field("node-input-retain").inputValue(), "true");
    assert.equal(await editor.field("node-input-qos").inputValue(), "");
  });

  it("saves each field of mqtt in, and shows it again", async () => {
    await editor.edit("input");
    await editor.field("node-input-topic").fill("home/+room/#rest");
    await editor.field("node-input-datatype").selectOption("base64");
    await editor.field("node-input-qos").selectOption("2");
    await editor.field("node-input-name").fill("Lights");
    await editor.done();

    const edited = { topic: "home/+room/#rest", datatype: "base64", qos: "2", name: "Lights" };
    assert.deepEqual(await editor.saved("input"), { ...input, ...edited });
    await editor.edit("input");
    for (const [property, value] of Object.entries(edited)) {
      assert.equal(await editor.field(`node-input-${property}`).inputValue(), value);
    }
  });

  it("saves each field of mqtt out, and shows it again", async () => {
    await editor.edit("output");
    await editor.field("node-input-topic").fill("home/lamp/set");
    await editor.field("node-input-qos").selectOption("1");
    await editor.field("node-input-retain").selectOption("false");
    await editor.field("node-input-name").fill("Lamp");
    await editor.unfold("m2m-out-properties");
    await editor.field("node-input-contentType").fill("text/plain");
    await editor.field("node-input-responseTopic").fill("home/answers");
    await editor.field("node-input-correlationData").fill("42");
    await editor.quantity("node-input-messageExpiryInterval", "2", "hours");
    await editor.addPair("node-input-userPropertyList", "room", "kitchen");
    await editor.addPair("node-input-userPropertyList", "room", "hall");
    await editor.done();

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
    assert.deepEqual(await editor.saved("output"), { ...output, ...edited });
    await editor.edit("output");
    assert.match((await editor.summary("m2m-out-properties").textContent()) ?? "", /^Content type, Response topic/);
    await editor.done();
    assert.deepEqual(await editor.saved("output"), { ...output, ...edited });
  });

  it("saves each field of a broker, and shows it again", async () => {
    await editor.edit("broker");
    await editor.field("node-config-input-uri").fill("wss://broker.example/mqtt");
    await editor.field("node-config-input-name").fill("Hub");
    await editor.unfold("m2m-encryption");
    await editor.field("node-config-input-verifyServer").uncheck();
    await editor.unfold("m2m-away");
    await editor.field("node-config-input-queueQos0").check();
    await editor.field("node-config-input-queueLimit").fill("500");
    await editor.quantity("node-config-input-queueBytes", "2", "megabytes");
    await editor.field("node-config-input-queueOverflow").selectOption("drop-oldest");
    await editor.field("node-config-input-messageTtl-limit").selectOption("limit");
    await editor.quantity("node-config-input-messageTtl", "5", "minutes");
    await editor.field("node-config-input-reconnectMin").fill("2");
    await editor.field("node-config-input-reconnectMax").fill("30");
    await editor.field("node-config-input-connectTimeout").fill("10");
    await editor.unfold("m2m-session");
    await editor.field("node-config-input-protocolVersion").selectOption("5");
    await editor.field("node-config-input-clientId").fill("hub-1");
    await editor.field("node-config-input-session").selectOption("keep");
    await editor.field("node-config-input-sessionExpiry-limit").selectOption("limit");
    await editor.quantity("node-config-input-sessionExpiry", "1", "days");
    await editor.field("node-config-input-keepalive").fill("15");
    await editor.field("node-config-input-autoConnect").check();
    await editor.unfold("m2m-limits");
    await editor.field("node-config-input-subscribeBatch-limit").selectOption("limit");
    await editor.field("node-config-input-subscribeBatch-number").fill("8");
    await editor.field("node-config-input-receiveMaximum").fill("20");
    await editor.quantity("node-config-input-maximumPacketSize", "64", "kilobytes");
    await editor.field("node-config-input-topicAliasMaximum").fill("${ALIASES}");
    await editor.addPair("node-config-input-userProperties", "site", "attic");
    await editor.field("node-config-input-subprotocol").fill("mqttv3.1");
    await editor.done();

    const edited = {
      uri: "wss://broker.example/mqtt",
      name: "Hub",
      verifyServer: false,
      queueQos0: true,
      queueLimit: "500",
      queueBytes: "2097152",
      queueOverflow: "drop-oldest",
      messageTtl: "300",
      reconnectMin: "2",
      reconnectMax: "30",
      connectTimeout: "10",
      protocolVersion: "5",
      clientId: "hub-1",
      cleanSession: false,
      sessionExpiry: "86400",
      keepalive: "15",
      autoConnect: true,
      subscribeBatch: "8",
      properties: {
        receiveMaximum: 20,
        maximumPacketSize: 65536,
        topicAliasMaximum: "${ALIASES}",
        userProperties: { site: "attic" },
      },
      websocket: { subprotocol: "mqttv3.1" },
    };
    assert.deepEqual(await editor.saved("broker"), { ...broker, ...edited });
    await editor.edit("broker");
    assert.equal(await editor.field("node-config-input-sessionExpiry-number").inputValue(), "1");
    assert.equal(await editor.field("node-config-input-sessionExpiry-limit").inputValue(), "limit");
    await editor.done();
    assert.deepEqual(await editor.saved("broker"), { ...broker, ...edited });
  });

  it("makes birth, close and will messages of one topic", async () => {
    await editor.edit("broker");
    await editor.unfold("m2m-announce");
    await editor.field("node-config-input-announce").selectOption("presence");
    await editor.field("node-config-input-announceTopic").fill("node-red/status");
    await editor.done();

    const online = { topic: "node-red/status", payload: "online", qos: 1, retain: true };
    const offline = { ...online, payload: "offline" };
    const announced = { birth: [online], close: offline, will: offline };
    assert.deepEqual(await editor.saved("broker"), { ...broker, ...announced });
    await editor.edit("broker");
    assert.equal(await editor.summary("m2m-announce").textContent(), "node-red/status");

    await editor.unfold("m2m-announce");
    await editor.field("node-config-input-announce").selectOption("none");
    await editor.done();
    assert.deepEqual(await editor.saved("broker"), broker);
  });

  it("saves own birth, close and will messages", async () => {
    await editor.edit("broker");
    await editor.unfold("m2m-announce");
    await editor.field("node-config-input-announce").selectOption("own");
    await editor.unfold("m2m-birth-fold");
    await editor.field("node-config-input-birth-0-topic").fill("hub/birth");
    await editor.page.locator("#m2m-add-birth").click();
    await editor.field("node-config-input-birth-1-topic").fill("hub/hello");
    await editor.unfold("m2m-will-fold");
    await editor.field("node-config-input-will-topic").fill("hub/will");
    await editor.field("node-config-input-will-qos").selectOption("2");
    await editor.field("node-config-input-will-retain").check();
    await editor.quantity("node-config-input-will-delay", "1", "minutes");
    await editor.done();

    const message = { payload: "", qos: 0, retain: false };
    const announced = {
      birth: [
        { topic: "hub/birth", ...message },
        { topic: "hub/hello", ...message },
      ],
      will: { topic: "hub/will", payload: "", qos: 2, retain: true, properties: { delay: 60 } },
    };
    assert.deepEqual(await editor.saved("broker"), { ...broker, ...announced });
    await editor.edit("broker");
    assert.equal(await editor.summary("m2m-announce").textContent(), "birth, will");
    await editor.done();
    assert.deepEqual(await editor.saved("broker"), { ...broker, ...announced });
  });

  it("makes a URI of a bare host, and moves a user name and password to their fields", async () => {
    await editor.edit("broker");
    const uri = editor.field("node-config-input-uri");
    await uri.fill("192.168.1.10");
    assert.match((await editor.hint("node-config-input-uri").textContent()) ?? "", /mqtt:\/\/192\.168\.1\.10/);
    await uri.blur();
    assert.equal(await uri.inputValue(), "mqtt://192.168.1.10");

    await uri.fill("mqtt://anna:s3cret@broker.lan:1884");
    await uri.blur();
    assert.equal(await uri.inputValue(), "mqtt://broker.lan:1884");
    assert.equal(await editor.field("node-config-input-username").inputValue(), "anna");
    assert.equal(await editor.field("node-config-input-password").inputValue(), "s3cret");
    await editor.done();
    const { credentials, ...saved } = await editor.saved("broker");
    assert.deepEqual(saved, { ...broker, uri: "mqtt://broker.lan:1884" });
  });

  const mistakes: readonly { node: string; field: string; value: string; reason: RegExp; fold?: string }[] = [
    { node: "input", field: "node-input-topic", value: "", reason: /empty/ },
    { node: "input", field: "node-input-topic", value: "a/#/b", reason: /only allowed at the end/ },
    { node: "input", field: "node-input-topic", value: "+a/+a", reason: /'a' is used twice/ },
    { node: "output", field: "node-input-topic", value: "a/+", reason: /can't contain '\+' or '#'/ },
    { node: "broker", field: "node-config-input-uri", value: "mqtss://host", reason: /'mqtss'/ },
    { node: "broker", field: "node-config-input-uri", value: "mqtt://host:99999", reason: /Port 99999/ },
    {
      node: "broker",
      field: "node-config-input-keepalive",
      value: "often",
      reason: /^Keepalive must be a whole number from 0 to 65535/,
      fold: "m2m-session",
    },
    {
      node: "broker",
      field: "node-config-input-messageTtl-number",
      value: "-1",
      reason: /^Keep waiting must be a whole number/,
      fold: "m2m-away",
    },
    {
      node: "broker",
      field: "node-config-input-receiveMaximum",
      value: "0",
      reason: /^In flight must be a whole number from 1/,
      fold: "m2m-limits",
    },
  ];
  for (const { node, field, value, reason, fold } of mistakes) {
    it(`says under ${field} why '${value}' is invalid`, async () => {
      await editor.edit(node);
      if (fold !== undefined) await editor.unfold(fold);
      if (field.includes("messageTtl")) {
        await editor.field("node-config-input-messageTtl-limit").selectOption("limit");
      }
      await editor.field(field).fill(value);
      const hint = editor.hint(field).filter({ hasText: reason });
      await hint.waitFor();
      assert.equal(await hint.getAttribute("data-level"), "error");
      assert.equal(await editor.field(field).getAttribute("aria-invalid"), "true");
    });
  }

  it("wants a client ID for a session that is kept", async () => {
    await editor.edit("broker");
    await editor.unfold("m2m-session");
    await editor.field("node-config-input-session").selectOption("keep");
    await editor.hint("node-config-input-clientId").filter({ hasText: "needs a client ID" }).waitFor();
    await editor.field("node-config-input-clientId").fill("hub");
    await editor.hint("node-config-input-clientId").waitFor({ state: "hidden" });
  });

  it("opens the fold that holds an invalid value", async () => {
    await editor.edit("broker");
    await editor.unfold("m2m-session");
    await editor.field("node-config-input-keepalive").fill("often");
    await editor.done();
    await editor.edit("broker");
    await editor.field("node-config-input-keepalive").waitFor({ state: "visible" });
  });
});
