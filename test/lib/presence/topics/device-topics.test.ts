import assert from "node:assert/strict";
import { ANY_BASE, deviceTopics, type WatchedPattern } from "../../../../nodes/lib/presence/topics/device-topics";
import { refusal } from "../../thrown";

describe("a watched pattern", () => {
  it("becomes a filter with the base topic in its place", () => {
    assert.deepEqual(wires({ topic: "{base}/+device/availability" }, "zigbee2mqtt"), ["zigbee2mqtt/+/availability"]);
  });

  it("stays as it is where there is no base topic", () => {
    assert.deepEqual(wires({ topic: "tele/+device/LWT" }, ""), ["tele/+/LWT"]);
  });

  it("becomes a filter for each number of levels that a name may have", () => {
    assert.deepEqual(wires({ topic: "{base}/+device/availability", levels: 3 }, "z"), [
      "z/+/availability",
      "z/+/+/availability",
      "z/+/+/+/availability",
    ]);
  });

  it("takes any first level where the base topic is unknown", () => {
    assert.deepEqual(wires({ topic: "{base}/+device/availability" }, ANY_BASE), ["+/+/availability"]);
  });

  it("takes a base topic literally, whatever stands there", () => {
    assert.deepEqual(wires({ topic: "{base}/+device/x" }, "$&/$1/house"), ["$&/$1/house/+/x"]);
  });

  it("may have a base topic that is several levels, or a filter itself", () => {
    assert.deepEqual(wires({ topic: "{base}/+device/x" }, "a/b"), ["a/b/+/x"]);
    assert.deepEqual(wires({ topic: "{base}/+device/x" }, "+site/b"), ["+/b/+/x"]);
  });

  it("is refused where it makes no filter", () => {
    const refused = refusal(() => deviceTopics({ topic: "{base}/+device/x" }, "a/#"));
    assert.equal(refused.code, "filter-hash-not-last");
  });
});

describe("a topic says whose it is", () => {
  for (const [pattern, base, topic, device, shownBase] of [
    [{ topic: "{base}/+device/availability" }, "z", "z/lamp/availability", "lamp", "z"],
    [{ topic: "tele/+device/LWT" }, "", "tele/sonoff/LWT", "sonoff", ""],
    [{ topic: "{base}/+device/availability" }, ANY_BASE, "garage/lamp/availability", "lamp", "garage"],
    [{ topic: "{base}/bridge/state", device: "bridge" }, "z", "z/bridge/state", "bridge", "z"],
    [{ topic: "{base}/bridge/state", device: "bridge" }, ANY_BASE, "garage/bridge/state", "bridge", "garage"],
    [{ topic: "{base}/available" }, "frigate", "frigate/available", "frigate", "frigate"],
    [{ topic: "{base}/available" }, ANY_BASE, "cams/available", "cams", "cams"],
    [{ topic: "{base}/+camera/status/+role" }, "f", "f/yard/status/detect", "yard/detect", "f"],
    [{ topic: "+site/+device/state" }, "", "north/press/state", "north/press", ""],
    [{ topic: "+base/+device/state" }, "", "north/press/state", "north/press", ""],
    [{ topic: "+base/state" }, "", "north/state", "north", ""],
    [{ topic: "plant/#device" }, "", "plant/a/b/c", "a/b/c", ""],
    [{ topic: "+device/state" }, "", "constructor/state", "constructor", ""],
  ] as const) {
    it(`${pattern.topic} with base "${base}": ${topic} is ${device}`, () => {
      const [topics] = deviceTopics(pattern, base);
      assert.deepEqual(topics?.place(topic), { device, base: shownBase });
    });
  }

  it("also where its name has several levels", () => {
    const topics = deviceTopics({ topic: "{base}/+device/availability", levels: 3 }, "z");
    const names = ["z/a/availability", "z/a/b/availability", "z/a/b/c/availability"].map(
      (topic, index) => topics[index]?.place(topic).device,
    );
    assert.deepEqual(names, ["a", "a/b", "a/b/c"]);
  });
});

function wires(pattern: WatchedPattern, base: string): string[] {
  return deviceTopics(pattern, base).map(({ filter }) => filter.wire);
}
