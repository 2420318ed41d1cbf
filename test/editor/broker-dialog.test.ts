import assert from "node:assert/strict";
import { broker, house } from "./house";
import { useEditor } from "./use-editor";

describe("The dialog of a broker", function () {
  this.timeout(30_000);
  const editor = useEditor({ flow: house, env: { KEEPALIVE: "60" } });

  it("saves each field of a broker, and shows it again", async () => {
    await editor().edit("broker");
    await editor().field("node-config-input-uri").fill("wss://broker.example/mqtt");
    await editor().field("node-config-input-name").fill("Hub");
    await editor().unfold("m2m-encryption");
    await editor().field("node-config-input-verifyServer").uncheck();
    await editor().unfold("m2m-away");
    await editor().field("node-config-input-queue").selectOption("disk");
    await editor().field("node-config-input-queueQos0").check();
    await editor().field("node-config-input-queueLimit").fill("500");
    await editor().quantity("node-config-input-queueBytes", "2", "megabytes");
    await editor().field("node-config-input-queueOverflow").selectOption("drop-oldest");
    await editor().field("node-config-input-messageTtl-limit").selectOption("limit");
    await editor().quantity("node-config-input-messageTtl", "5", "minutes");
    await editor().field("node-config-input-drainRate-limit").selectOption("limit");
    await editor().field("node-config-input-drainRate-number").fill("200");
    await editor().field("node-config-input-reconnectMin").fill("2");
    await editor().field("node-config-input-reconnectMax").fill("30");
    await editor().field("node-config-input-connectTimeout").fill("10");
    await editor().unfold("m2m-session");
    await editor().field("node-config-input-protocolVersion").selectOption("5");
    await editor().field("node-config-input-clientId").fill("hub-1");
    await editor().field("node-config-input-session").selectOption("keep");
    await editor().field("node-config-input-sessionExpiry-limit").selectOption("limit");
    await editor().quantity("node-config-input-sessionExpiry", "1", "days");
    await editor().field("node-config-input-keepalive").fill("15");
    await editor().field("node-config-input-autoConnect").check();
    await editor().unfold("m2m-limits");
    await editor().field("node-config-input-subscribeBatch-limit").selectOption("limit");
    await editor().field("node-config-input-subscribeBatch-number").fill("8");
    await editor().field("node-config-input-receiveMaximum").fill("20");
    await editor().quantity("node-config-input-maximumPacketSize", "64", "kilobytes");
    await editor().field("node-config-input-topicAliasMaximum").fill("${ALIASES}");
    await editor().addPair("node-config-input-userProperties", "site", "attic");
    await editor().field("node-config-input-subprotocol").fill("mqttv3.1");
    await editor().done();

    const edited = {
      uri: "wss://broker.example/mqtt",
      name: "Hub",
      verifyServer: false,
      queue: "disk",
      queueQos0: true,
      queueLimit: "500",
      queueBytes: "2097152",
      queueOverflow: "drop-oldest",
      messageTtl: "300",
      drainRate: "200",
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
    assert.deepEqual(await editor().saved("broker"), { ...broker, ...edited });
    await editor().edit("broker");
    assert.equal(await editor().field("node-config-input-sessionExpiry-number").inputValue(), "1");
    assert.equal(await editor().field("node-config-input-sessionExpiry-limit").inputValue(), "limit");
    await editor().done();
    assert.deepEqual(await editor().saved("broker"), { ...broker, ...edited });
  });

  it("says where messages wait, and shows the limits only where they do", async () => {
    await editor().edit("broker");
    const limits = editor().page.locator("#m2m-queue");
    const choice = editor().field("node-config-input-queue");
    assert.equal(await editor().summary("m2m-away").textContent(), "10\u2009000 wait in memory");
    await editor().unfold("m2m-away");
    await editor().hint("node-config-input-queue").waitFor({ state: "hidden" });
    await choice.selectOption("disk");
    await editor().says("node-config-input-queue", /^Kept in Node-RED's user directory/);
    await limits.waitFor({ state: "visible" });
    assert.equal(await editor().summary("m2m-away").textContent(), "10\u2009000 wait on disk");
    await choice.selectOption("off");
    await limits.waitFor({ state: "hidden" });
    await editor().hint("node-config-input-queue").waitFor({ state: "hidden" });
    assert.equal(await editor().summary("m2m-away").textContent(), "fail at once");
    await editor().cancel();
  });

  it("makes birth, close and will messages of one topic", async () => {
    await editor().edit("broker");
    await editor().unfold("m2m-announce");
    await editor().field("node-config-input-announce").selectOption("presence");
    await editor().field("node-config-input-announceTopic").fill("node-red/status");
    await editor().done();

    const online = { topic: "node-red/status", payload: "online", qos: 1, retain: true };
    const offline = { ...online, payload: "offline" };
    const announced = { birth: [online], close: offline, will: offline };
    assert.deepEqual(await editor().saved("broker"), { ...broker, ...announced });
    await editor().edit("broker");
    assert.equal(await editor().summary("m2m-announce").textContent(), "node-red/status");

    await editor().unfold("m2m-announce");
    await editor().field("node-config-input-announce").selectOption("none");
    await editor().done();
    assert.deepEqual(await editor().saved("broker"), broker);
  });

  it("saves own birth, close and will messages", async () => {
    await editor().edit("broker");
    await editor().unfold("m2m-announce");
    await editor().field("node-config-input-announce").selectOption("own");
    await editor().unfold("m2m-birth-fold");
    await editor().field("node-config-input-birth-0-topic").fill("hub/birth");
    await editor().page.locator("#m2m-add-birth").click();
    await editor().field("node-config-input-birth-1-topic").fill("hub/hello");
    await editor().unfold("m2m-will-fold");
    await editor().field("node-config-input-will-topic").fill("hub/will");
    await editor().field("node-config-input-will-qos").selectOption("2");
    await editor().field("node-config-input-will-retain").check();
    await editor().quantity("node-config-input-will-delay", "1", "minutes");
    await editor().page.getByRole("textbox", { name: "Payload" }).last().fill("gone");
    await editor().done();

    const message = { payload: "", qos: 0, retain: false };
    const announced = {
      birth: [
        { topic: "hub/birth", ...message },
        { topic: "hub/hello", ...message },
      ],
      will: { topic: "hub/will", payload: "gone", qos: 2, retain: true, properties: { delay: 60 } },
    };
    assert.deepEqual(await editor().saved("broker"), { ...broker, ...announced });
    await editor().edit("broker");
    assert.equal(await editor().summary("m2m-announce").textContent(), "birth, will");
    await editor().done();
    assert.deepEqual(await editor().saved("broker"), { ...broker, ...announced });
  });

  it("keeps the WebSocket's headers with the credentials, and doesn't show saved ones", async () => {
    await editor().edit("broker");
    await editor().field("node-config-input-uri").fill("ws://localhost:1");
    await editor().unfold("m2m-limits");
    await editor().addPair("node-config-input-headers", "Authorization", "Bearer s3cret");
    await editor().done();
    assert.deepEqual(await editor().saved("broker"), { ...broker, uri: "ws://localhost:1" });
    await editor().deploy();

    await editor().reload();
    await editor().edit("broker");
    await editor().unfold("m2m-limits");
    await editor().hint("node-config-input-headers").filter({ hasText: "saved and not shown" }).waitFor();
    assert.equal((await editor().page.content()).includes("s3cret"), false);
    await editor().page.locator("#m2m-forget-headers").click();
    await editor().hint("node-config-input-headers").waitFor({ state: "hidden" });
    await editor().done();
    assert.equal(await editor().isChanged(), true);
  });
});
