import assert from "node:assert/strict";
import { useRuntime, type DeployedFlow } from "../support/flow";
import { freePort } from "../support/free-port";
import { showing } from "../support/phrase";
import { useMonitoredBroker } from "./monitored-broker";

const TASMOTA = { convention: "tasmota" };
const LAMP = "tele/lamp/LWT";

describe("the status of a will monitor shows", () => {
  useRuntime();
  const broker = useMonitoredBroker();

  it("that it waits for devices, and then how many there are", async () => {
    const { flow } = await broker().watching(TASMOTA);
    const waiting = await showing(flow, "monitor", "no-devices");
    assert.deepEqual([waiting.fill, waiting.shape], ["grey", "dot"]);
    await broker().say(LAMP, "Online");
    assert.deepEqual(await shown(flow, "1 online"), ["green", "dot"]);
    await broker().say("tele/plug/LWT", "Offline");
    assert.deepEqual(await shown(flow, "1 online · 1 offline"), ["yellow", "dot"]);
  });

  it("what it doesn't know, and who sleeps as being there", async () => {
    await broker().say("homie/door/$state", "sleeping");
    await broker().say("homie/lamp/$state", "on holiday");
    const { flow } = await broker().watching({ convention: "homie" });
    assert.deepEqual(await shown(flow, "1 online · 1 unknown"), ["green", "dot"]);
  });

  it("why there is no connection", async () => {
    const { flow } = await broker().watching(TASMOTA, { uri: `mqtt://127.0.0.1:${await freePort()}` });
    await showing(flow, "monitor", "connecting");
    const { fill, shape } = await showing(flow, "monitor", "connection-refused");
    assert.deepEqual([fill, shape], ["red", "ring"]);
  });

  it("that it isn't to connect", async () => {
    const { flow } = await broker().watching(TASMOTA, { autoConnect: false });
    const { fill, shape } = await showing(flow, "monitor", "closed");
    assert.deepEqual([fill, shape], ["grey", "ring"]);
  });

  it("a topic that it isn't allowed to watch, while it goes on with the others", async () => {
    broker().server.aedes.authorizeSubscribe = (_client, subscription, done) => {
      done(null, subscription.topic === "tele/+/LWT" ? null : subscription);
    };
    await broker().say("cellar/pump/tele/LWT", "Online");
    const watch = await broker().watching(TASMOTA);
    assert.equal(await watch.told(), "cellar/pump: unknown > online, reported, initial");
    const { fill, shape } = await showing(watch.flow, "monitor", "subscribe-refused");
    assert.deepEqual([fill, shape], ["red", "dot"]);
    const { error } = await watch.flow.caught.next();
    assert.deepEqual([error.code, error.source.id], ["subscribe-refused", "monitor"]);
    assert.match(error.message, /The broker refused the subscription to tele\/\+\/LWT: /);
    assert.equal(watch.flow.caught.all.length, 1);
  });
});

async function shown(flow: DeployedFlow, text: string): Promise<[fill?: string, shape?: string]> {
  const status = await flow.statuses("monitor").next((each) => each.text === text);
  return [status.fill, status.shape] as [string, string];
}
