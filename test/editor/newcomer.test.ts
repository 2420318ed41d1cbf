import assert from "node:assert/strict";
import { connectAsync, type MqttClient } from "mqtt";
import { Journal } from "../support/journal";
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
    await editor().page.setViewportSize({ width: 1400, height: 800 });
  });

  after(async () => {
    await house.endAsync();
    await broker.stop();
  });

  it("does the walk-through of the README from an empty Node-RED, and sees messages go both ways", async () => {
    const climate = await editor().drop("mqtt-in", { x: 160, y: 80 });
    await editor().edit(climate);
    await editor().says("node-input-broker", /^Press \+ to enter the address of your broker\.$/);
    await addBroker();
    await pickTopic();
    await receive(climate);
    const { button, display } = await drawSending();
    const devices = await watchDevices();
    const brokers = [climate, display, devices].map(async (id) => (await editor().saved(id))["broker"]);
    assert.equal(new Set(await Promise.all(brokers)).size, 1, "the only broker is chosen by itself");
    await editor().deploy();
    await editor().statusMark(display, "green", "dot").waitFor();
    await editor().status(devices).getByText("2 online · 1 offline").waitFor();
    await seeNews(devices);
    await send(button);
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
    for (const level of ["home", "kitchen", "climate"]) await editor().choose(row(level));
    assert.equal(await editor().field("node-input-topic").inputValue(), "home/kitchen/climate");
    await browser.getByText(/^Fits these messages: JSON/).waitFor();
    await picture(editor().page, "browse", DIALOG);
    await browser.getByRole("button", { name: "apply" }).click();
    assert.equal(await editor().field("node-input-datatype").inputValue(), "json");
    await editor().done();
  }

  /** Sees the stored value. */
  async function receive(climate: string): Promise<void> {
    const messages = await editor().debugMessages();
    const values = await editor().drop("debug", { x: 500, y: 80 });
    await editor().wire(climate, values);
    await editor().deploy();
    await editor().statusMark(climate, "green", "dot").waitFor();
    await messages.filter({ hasText: "temperature: 21.5" }).waitFor();
    assert.equal(await messages.count(), 1, "the stored value");
  }

  /** A button that sends something to the display in the kitchen. */
  async function drawSending(): Promise<{ readonly button: string; readonly display: string }> {
    const button = await editor().drop("inject", { x: 150, y: 180 });
    const display = await editor().drop("mqtt-out", { x: 500, y: 180 });
    await editor().edit(display);
    await editor().field("node-input-topic").fill("home/kitchen/display");
    await editor().done();
    await editor().wire(button, display);
    return { button, display };
  }

  /** Has all kinds of devices watched, and looks in the dialog who is there. */
  async function watchDevices(): Promise<string> {
    const monitor = await editor().drop("will-monitor", { x: 150, y: 280 });
    await editor().edit(monitor);
    const roster = editor().field("m2m-roster");
    await roster.getByRole("button", { name: "Show which devices are there now" }).click();
    await roster.getByText("Found on this broker now: 2 online, 1 offline.").waitFor();
    await roster.getByRole("button", { name: "show" }).click();
    await roster.getByRole("row", { name: "offline zigbee2mqtt/button" }).waitFor();
    await editor().done();
    const changes = await editor().drop("debug", { x: 500, y: 280 });
    await editor().wire(monitor, changes);
    return monitor;
  }

  /** A device comes back, and another value is measured. */
  async function seeNews(devices: string): Promise<void> {
    const messages = await editor().debugMessages();
    await keep("zigbee2mqtt/button/availability", '{"state": "online"}');
    await messages.filter({ hasText: /zigbee2mqtt\/button.*"online"/s }).waitFor();
    await keep("home/kitchen/climate", '{"temperature": 22, "humidity": 44}');
    await messages.filter({ hasText: "temperature: 22" }).waitFor();
    await editor().status(devices).getByText("3 online").waitFor();
    await picture(editor().page, "flow");
  }

  /** What the button sends arrives at another client. */
  async function send(button: string): Promise<void> {
    const display = new Journal<string>("home/kitchen/display");
    house.on("message", (_topic, payload) => display.add(payload.toString()));
    await house.subscribeAsync("home/kitchen/display", { qos: 1 });
    assert.equal(await display.next(), "Good morning");
    await editor().pressButton(button);
    assert.match(await display.next(), /^\d{13}$/, "inject sends the time");
  }

  async function keep(topic: string, payload: string): Promise<void> {
    await house.publishAsync(topic, payload, { retain: true, qos: 1 });
  }
});
