import assert from "node:assert/strict";
import { useRuntime, type DeployedFlow } from "../support/flow";
import { phrase } from "../support/phrase";
import { useMonitoredBroker } from "./monitored-broker";

const CUSTOM = { convention: "custom", topic: "plant/+device/state" };

describe("a will monitor that can't work as it is configured", () => {
  useRuntime();
  const broker = useMonitoredBroker();

  const cases: [what: string, monitor: object, code: string, sentence: RegExp][] = [
    ["has a pattern without a device", { ...CUSTOM, topic: "plant/+/state" }, "presence-no-device", /\+device/],
    ["has no pattern at all", { ...CUSTOM, topic: "" }, "presence-no-device", /Mark the device in the topic/],
    [
      "has a pattern that is no topic",
      { ...CUSTOM, topic: "plant/#/+device" },
      "filter-hash-not-last",
      /'#' is only allowed at the end/,
    ],
    ["has a shared pattern", { ...CUSTOM, topic: "$share/g/plant/+device" }, "presence-shared", /leave out \$share\//],
    [
      "has a payload that means both",
      { ...CUSTOM, online: ["on", 1], offline: ["off", "1"] },
      "presence-payload-twice",
      /^'1' can't be both online and offline\.$/,
    ],
    ["has payloads that are none", { ...CUSTOM, online: [null] }, "config-wrong-shape", /online/],
    ["has signs of life without a device", { ...CUSTOM, activity: "plant/#" }, "presence-no-device", /Mark the device/],
    ["has signs of life on no topic", { ...CUSTOM, activity: "plant/a#" }, "filter-wildcard-not-alone", /'a#'/],
    [
      "has signs of life without a device, of a preset",
      { convention: "tasmota", activity: "tele/#" },
      "presence-no-device",
      /Mark the device/,
    ],
    [
      "has a base topic with a wildcard",
      { convention: "zigbee2mqtt", topic: "house/+" },
      "presence-base",
      /base topic/,
    ],
    ["has a base topic for all", { convention: "zigbee2mqtt", topic: "#" }, "presence-base", /base topic/],
    ["watches what nobody knows", { convention: "smoke-signals" }, "config-not-one-of", /smoke-signals/],
    ["is patient for less than no time", { grace: -1 }, "config-not-integer", /grace/],
    ["waits for a heartbeat of half a second", { heartbeat: 0.5 }, "config-not-integer", /heartbeat/],
    ["has no broker", { broker: "nobody" }, "broker-missing", /^No broker is chosen/],
  ];
  for (const [what, monitor, code, sentence] of cases) {
    it(`since it ${what} says so, and ends each message with ${code}`, async () => {
      const { flow } = await broker().watching(monitor);
      const { fill, shape, text } = await flow.statuses("monitor").next();
      assert.deepEqual([fill, shape, text], ["red", "ring", phrase(code)]);
      flow.send("monitor", { action: "list" });
      const { error } = await flow.caught.next((msg) => msg["action"] === "list");
      assert.deepEqual([error.code, error.source.id], [code, "monitor"]);
      const words = error.message.replace(/^Error: /, "");
      assert.match(words, sentence);
      assert.equal(logged(flow).filter((entry) => entry.includes(words)).length, 1);
      assert.deepEqual(flow.completed.all, []);
      assert.deepEqual(broker().asked.all, []);
    });
  }

  it("warns of a property that it doesn't know", async () => {
    const { flow } = await broker().watching({ convention: "tasmota", hartbeat: 5 });
    await flow.logged.next(({ msg }) => String(msg).includes("hartbeat"));
  });
});

describe("a will monitor with an own pattern", () => {
  useRuntime();
  const broker = useMonitoredBroker();

  async function told(monitor: object, payloads: readonly string[]): Promise<unknown[]> {
    const { flow } = await broker().watching({ ...CUSTOM, ...monitor });
    await flow.statuses("monitor").next(({ shape }) => shape === "dot");
    for (const payload of payloads) await broker().say("plant/press/state", payload);
    await broker().say("plant/end/state", payloads[0] ?? "");
    await flow.received("changes").next(({ device }) => device === "end");
    return flow
      .received("changes")
      .all.filter(({ device }) => device === "press")
      .map(({ payload }) => payload);
  }

  it("goes by the payloads that it is given", async () => {
    const states = await told({ online: ["running", 1], offline: '["stopped"]' }, ["running", "stopped", "1", "idle"]);
    assert.deepEqual(states, ["online", "offline", "online", "unknown"]);
  });

  it("goes by a field of JSON payloads", async () => {
    const field = { online: ["up"], offline: ["down"], field: "net.state" };
    assert.deepEqual(await told(field, ['{"net":{"state":"up"}}', '{"net":{"state":"down"}}']), ["online", "offline"]);
  });

  it("goes by the words that devices use most, where it is given none", async () => {
    assert.deepEqual(await told({}, ["ALIVE", '{"status":"dead"}', "yes"]), ["online", "offline", "online"]);
  });

  it("goes by signs of life alone, where it has no topic", async () => {
    const { flow } = await broker().watching({ convention: "custom", heartbeat: 1, activity: "plant/+device/#" });
    await flow.statuses("monitor").next(({ shape }) => shape === "dot");
    await broker().say("plant/press/temperature", "21", false);
    const states = (await flow.received("changes").take(2)).map(({ payload, reason }) => [payload, reason]);
    assert.deepEqual(states, [
      ["online", "activity"],
      ["stale", "timeout"],
    ]);
  });

  it("takes the name of a device from all levels that are named so", async () => {
    const { flow } = await broker().watching({ convention: "custom", topic: "plant/+hall/+machine/state" });
    await broker().say("plant/a/press/state", "on");
    assert.equal((await flow.received("changes").next())["device"], "a/press");
  });
});

describe("the base topic of a preset", () => {
  useRuntime();
  const broker = useMonitoredBroker();

  for (const topic of ["house/zigbee", "house/zigbee/", "${BASE}"]) {
    it(`may be another than the usual one: ${topic}`, async () => {
      process.env["BASE"] = "house/zigbee";
      await broker().say("house/zigbee/lamp/availability", '{"state":"online"}');
      const watch = await broker().watching({ convention: "zigbee2mqtt", topic });
      assert.equal(await watch.told(), "lamp: unknown > online, reported, initial");
      delete process.env["BASE"];
    });
  }
});

/** What people are told. */
function logged(flow: DeployedFlow): string[] {
  return flow.logged.all.map(({ msg }) => String(msg));
}
