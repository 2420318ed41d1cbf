import assert from "node:assert/strict";
import { Journal } from "../support/journal";
import { useAedes } from "../support/use-broker";
import { RunningExample } from "./running-example";
import { useExamples } from "./use-examples";

describe("The examples for a smart home", function () {
  this.timeout(60_000);
  const editor = useExamples();
  const broker = useAedes();
  let published: Journal<Published>;

  beforeEach(() => {
    published = new Journal("what the broker gets");
    broker().aedes.on("publish", ({ topic, payload, retain }) => {
      published.add({ topic, payload: String(payload), retain, at: performance.now() });
    });
  });

  it("18 switches a lamp with motion, and off only if there is none for a while", async () => {
    const example = await start("18 - Zigbee2MQTT motion light");
    await example.press("somebody comes");
    await example.shows("lamp", /^ON$/);
    await example.press("nobody is there");
    const first = await seen("hall_sensor", /false/);
    await example.press("somebody comes");
    await seen("hall_sensor", /true/);
    await example.press("nobody is there");
    const last = await seen("hall_sensor", /false/);
    await example.shows("lamp", /^OFF$/);
    const commands = published.all.filter(({ topic }) => topic === "example/zigbee2mqtt/hall_lamp/set");
    assert.deepEqual(
      commands.map(({ payload }) => payload),
      ['{"state":"ON"}', '{"state":"ON"}', '{"state":"OFF"}'],
    );
    // A timer may be a millisecond early; pressing two buttons takes longer.
    assert.ok(last.at - first.at > 10, "told apart");
    assert.ok((commands.at(-1)?.at ?? 0) - last.at > 2_995, "three seconds after the last motion, not after the first");
  });

  it("19 describes a sensor to Home Assistant, with its value and where it says that it is there", async () => {
    const example = await start("19 - Home Assistant discovers a sensor");
    await example.shows("sensor", /^Example cellar: Temperature$/);
    await example.shows("value", /^\d\d(\.\d)?$/);
    const sensor = JSON.parse(keptOn("homeassistant/sensor/example_cellar_temperature/config")) as Discovered;
    assert.ok(sensor.unique_id);
    assert.deepEqual(sensor.device.identifiers, ["example_cellar"]);
    assert.match(keptOn(sensor.state_topic), /^\d\d(\.\d)?$/);
    assert.equal(keptOn(sensor.availability_topic), "online");
    await example.press("take it away");
    await example.shows("sensor", /^none$/);
    assert.equal(keptOn("homeassistant/sensor/example_cellar_temperature/config"), "");
    // Without Node-RED the sensor is unavailable.
    await editor().nodeRed.deploy([]);
    await published.next(({ topic, payload }) => topic === sensor.availability_topic && payload === "offline");
  });

  function seen(device: string, payload: RegExp): Promise<Published> {
    return published.next((message) => message.topic.endsWith(device) && payload.test(message.payload));
  }

  function keptOn(topic: string): string {
    const last = published.all.filter((message) => message.retain && message.topic === topic).at(-1);
    assert.ok(last, `nothing retained on ${topic}`);
    return last.payload;
  }

  function start(title: string): Promise<RunningExample> {
    return RunningExample.start(editor(), title, broker().uri);
  }
});

/** A message as the broker got it. */
interface Published {
  readonly topic: string;
  readonly payload: string;
  readonly retain: boolean;
  /** Milliseconds. */
  readonly at: number;
}

/** What Home Assistant reads, as far as it matters here. */
interface Discovered {
  readonly unique_id: string;
  readonly state_topic: string;
  readonly availability_topic: string;
  readonly device: { readonly identifiers: readonly string[] };
}
