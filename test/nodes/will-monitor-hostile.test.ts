import assert from "node:assert/strict";
import { useRuntime, type FlowMessage } from "../support/flow";
import { useMonitoredBroker } from "./monitored-broker";

/** Names that objects have, and names that are hardly any. */
const NAMES = ["__proto__", "constructor", "toString", " ", "ü€😀", "a".repeat(1_000)];

const PAYLOADS: readonly (string | Buffer)[] = [
  Buffer.from([0xff, 0xfe, 0x00, 0x80]),
  "x".repeat(1_000_000),
  '{"state":{"state":"online"}}',
  '{"state":"onl',
  `${"[".repeat(20_000)}${"]".repeat(20_000)}`,
  '{"state":"toString"}',
];

const TOPICS = [
  ...["zigbee2mqtt/bridge/state", "zigbee2mqtt/lamp/availability", "homie/5/lamp/$state", "homie/5/lamp/$description"],
  ...["homie/lamp/$state", "spBv1.0/plant/NBIRTH/edge", "spBv1.0/plant/DDEATH/edge/press", "spBv1.0/STATE/scada"],
  ...["homeassistant/light/lamp/config", "homeassistant/light/house/lamp/config", "x/y", "a/status", "tele/a/LWT"],
];

/** What comes after all that, by convention. */
const LAST: readonly (readonly [convention: string, topic: string, payload: string])[] = [
  ["zigbee2mqtt", "zigbee2mqtt/last/availability", '{"state":"online"}'],
  ["homie", "homie/last/$state", "ready"],
  ["sparkplug", "spBv1.0/STATE/last", '{"online":true,"timestamp":1}'],
  ["home-assistant-discovery", "homeassistant/light/last/config", '{"avty_t":"last/status"}'],
  ["custom", "x/last", "online"],
  ["auto", "last/status", "online"],
];

describe("a will monitor on a broker where anybody may publish", () => {
  useRuntime();
  const broker = useMonitoredBroker();

  it("knows devices by any name", async () => {
    for (const name of NAMES) await broker().say(`tele/${name}/LWT`, "Online");
    const watch = await broker().watching({ convention: "tasmota" });
    const changes = await watch.flow.received("changes").take(NAMES.length);
    assert.deepEqual(changes.map(({ device }) => device).sort(), NAMES.toSorted());
    assert.deepEqual(Object.keys(await watch.listed()).sort(), NAMES.toSorted());
    for (const device of NAMES) {
      watch.flow.send("monitor", { action: "forget", device });
      assert.equal(await watch.told(), `${device}: online > removed, command`);
    }
    assert.deepEqual(await watch.listed(), {});
    assert.deepEqual(watch.flow.caught.all, []);
  });

  for (const [convention, topic, payload] of LAST) {
    it(`lives through whatever is said where it watches: ${convention}`, async () => {
      const watch = await broker().watching({ convention, topic: convention === "custom" ? "x/+device" : "" });
      await watch.subscribed();
      for (const topic of TOPICS) for (const payload of PAYLOADS) await broker().say(topic, payload, false);
      await broker().say("last/status", "online");
      await broker().say(topic, payload);
      const isLast = ({ device, payload: state }: FlowMessage): boolean =>
        String(device).endsWith("last") && state === "online";
      await watch.flow.received("changes").next(isLast);
      assert.deepEqual(watch.flow.caught.all, []);
    });
  }
});
