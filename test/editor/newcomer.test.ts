import assert from "node:assert/strict";
import { connectAsync, type MqttClient } from "mqtt";
import { mosquittoMissing, startMosquitto, type Mosquitto } from "../support/mosquitto";
import { needs } from "../support/needs";
import { picture } from "./picture";
import { useEditor } from "./use-editor";

const LOGIN = { username: "ada", password: "a secret" };

/** What the devices of a house have left with its broker. */
const HOUSE = {
  "home/kitchen/climate": '{"temperature": 21.5, "humidity": 43}',
  "home/kitchen/display": "Good morning",
  "home/bath/climate": '{"temperature": 23.1, "humidity": 61}',
  "home/door": "closed",
  "tele/plug/LWT": "Online",
  "zigbee2mqtt/lamp/availability": '{"state": "online"}',
  "zigbee2mqtt/button/availability": '{"state": "offline"}',
};

/** The parts of a dialog, without the shadow that it throws. */
const DIALOG = [".red-ui-tray-header", ".red-ui-tray-toolbar", ".red-ui-tray-footer"];

describe("A newcomer at the editor", function () {
  this.timeout(60_000);
  needs(mosquittoMissing());
  const editor = useEditor();
  let broker: Mosquitto;
  let house: MqttClient;

  before(async () => {
    broker = await startMosquitto({ users: { [LOGIN.username]: LOGIN.password } });
    house = await connectAsync(broker.uri, LOGIN);
    const publications = Object.entries(HOUSE).map(([topic, payload]) => keep(topic, payload));
    await Promise.all(publications);
    await editor().page.setViewportSize({ width: 1400, height: 760 });
  });

  after(async () => {
    await house.endAsync();
    await broker.stop();
  });

  it("does the walk-through of the README from an empty Node-RED", async () => {
    const messages = await editor().debugMessages();
    const climate = await editor().drop("mqtt-in", { x: 160, y: 80 });
    await editor().edit(climate);
    assert.equal(
      await editor().hint("node-input-broker").textContent(),
      "Press + to enter the address of your broker.",
    );
    await addBroker();
    await pickTopic();
    const values = await editor().drop("debug", { x: 500, y: 80 });
    await editor().wire(climate, values);
    await editor().deploy();
    await editor().statusMark(climate, "green", "dot").waitFor();
    await messages.filter({ hasText: "temperature: 21.5" }).waitFor();
    assert.equal(await messages.count(), 1, "the stored value");
    await keep("home/kitchen/climate", '{"temperature": 22, "humidity": 44}');
    await messages.filter({ hasText: "temperature: 22" }).waitFor();
    await picture(editor().page, "flow");
  });

  /** Enters the broker with a mistyped password, is told so, and mends it. */
  async function addBroker(): Promise<void> {
    await editor().addBroker();
    await editor().field("node-config-input-uri").fill(broker.uri);
    await editor().field("node-config-input-username").fill(LOGIN.username);
    await editor().field("node-config-input-password").fill("a sekret");
    const trial = editor().field("m2m-trial");
    await editor().field("m2m-test-connection").click();
    await trial.getByText(/user name or password are missing or wrong/).waitFor();
    await trial.getByRole("button", { name: "go to the user name" }).click();
    await editor().field("node-config-input-password").fill(LOGIN.password);
    await editor().field("m2m-test-connection").click();
    await trial.getByText(/^Connected with MQTT 5\. The broker allows /).waitFor();
    await picture(editor().page, "broker", DIALOG);
    await editor().done();
  }

  /** Browses the broker, which isn't deployed yet, and takes what fits the messages. */
  async function pickTopic(): Promise<void> {
    await editor().page.locator(".m2m-browse").click();
    const browser = editor().page.locator(".m2m-browser");
    const row = (name: string) => browser.locator(".m2m-topic-row:visible").getByText(name, { exact: true }).first();
    await row("home").click();
    await row("kitchen").click();
    await row("climate").first().click();
    assert.equal(await editor().field("node-input-topic").inputValue(), "home/kitchen/climate");
    await browser.getByText(/^Fits these messages: JSON/).waitFor();
    await picture(editor().page, "browse", DIALOG);
    await browser.getByRole("button", { name: "apply" }).click();
    assert.equal(await editor().field("node-input-datatype").inputValue(), "json");
    await editor().done();
  }

  async function keep(topic: string, payload: string): Promise<void> {
    await house.publishAsync(topic, payload, { retain: true, qos: 1 });
  }
});
