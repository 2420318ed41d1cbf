import assert from "node:assert/strict";
import { connectAsync } from "mqtt";
import { useAedes } from "../support/use-broker";
import { RunningExample } from "./running-example";
import { useExamples } from "./use-examples";

describe("The examples about devices that come and go", function () {
  this.timeout(60_000);
  const editor = useExamples();
  const broker = useAedes();

  it("12 tells of a device that stays offline, and when it is back", async () => {
    const example = await start("12 - Alert when a device stays offline");
    await example.shows("offline for", /^waiting for devices$/, 2);
    await example.press("the lamp is there");
    await example.shows("offline for", /^1 online$/, 2);
    await example.press("the lamp is lost");
    await example.says(/lamp has been offline since \d\d:\d\d:\d\d\./);
    await example.press("the lamp is there");
    await example.says(/lamp is back\. It was offline for \d+ seconds\./);
  });

  it("13 reports what is offline, and nothing of what has been taken away", async () => {
    const example = await start("13 - Morning report of what is offline");
    await example.press("at 07:00");
    await example.says("Good morning. 0 online. Nothing is missing.");
    await example.press("the lamp is there");
    await example.press("the heater is lost");
    await example.shows("now", /^1 online, 1 offline$/);
    await example.press("at 07:00");
    await example.says(/Good morning\. 1 online\.↵- tasmota\/example-heater: offline since \d+ \w+, \d/);
    await example.shows("report", /^1 missing$/);
    await example.press("take both away");
    await example.shows("now", /^0 online, 0 offline$/);
  });

  it("14 tells of a house on Zigbee2MQTT, and what is not known while that is away", async () => {
    const example = await start("14 - Zigbee2MQTT house");
    await example.press("Zigbee2MQTT starts");
    await example.says("hall_motion is online");
    await example.press("the lamp has no power");
    await example.says("hall_lamp is offline");
    await example.press("Zigbee2MQTT is lost");
    await example.says("bridge is offline");
    await example.says(/hall_(lamp|motion) is unknown, since Zigbee2MQTT is away/, 2);
    await example.press("Zigbee2MQTT starts");
    await example.says("hall_lamp is online", 2);
    await example.shows("devices", /^3 online, 0 offline$/);
  });

  it("15 tells of Tasmota devices, and asks those that come for their state", async () => {
    const example = await start("15 - Tasmota house");
    const asked = new Promise((resolve) => {
      broker().aedes.on("publish", ({ topic, payload }) => {
        if (topic.startsWith("cmnd/")) resolve(`${topic}=${String(payload)}`);
      });
    });
    await example.press("the plug is there");
    await example.says("example-plug is online (reported), after unknown");
    assert.equal(await asked, "cmnd/example-plug/TelePeriod=");
    await example.press("the plug is lost");
    await example.says("example-plug is offline (reported), after online");
    await example.press("the plug's state");
    await example.says("example-plug is online (activity), after offline");
    await example.shows("state", /^example-plug$/);
    await example.press("the plug is taken away");
    await example.says("example-plug is removed (reported), after online");
    await example.shows("devices", /^0 online, 0 offline$/);
  });

  it("16 lets two instances watch each other, also when one is lost", async () => {
    const example = await start("16 - Two instances watch each other");
    await example.shows("known in the hall", /^(?=.*hall online)(?=.*cellar online)/);
    await example.shows("known in the cellar", /^(?=.*hall online)(?=.*cellar online)/);
    await example.press("stop the cellar");
    await example.says("hall: cellar is offline, it was online");
    await example.says("cellar: hall is unknown, it was online");
    await example.press("start the cellar");
    await example.says("hall: cellar is online, it was offline");
    await example.says("cellar: hall is online, it was unknown");
    // Who takes its client ID throws the hall out, and the broker publishes its will.
    const rival = await connectAsync(broker().uri, { clientId: "example-hall", reconnectPeriod: 0 });
    await example.says("cellar: hall is offline, it was online");
    await rival.endAsync();
  });

  function start(title: string): Promise<RunningExample> {
    return RunningExample.start(editor(), title, broker().uri);
  }
});
