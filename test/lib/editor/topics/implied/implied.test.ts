import assert from "node:assert/strict";
import { devicePattern } from "../../../../../nodes/lib/editor/topics/implied/device-pattern";
import { impliedConvention } from "../../../../../nodes/lib/editor/topics/implied/implied-convention";
import { impliedSettings } from "../../../../../nodes/lib/editor/topics/implied/implied-settings";
import { knownTopic, knownTopics } from "../seen-topic";

describe("What a topic suggests", () => {
  it("is the payload's type, and QoS 1", () => {
    assert.deepEqual(impliedSettings([knownTopic("a", '{"b":1}')]), { datatype: "json", qos: "1" });
    assert.deepEqual(impliedSettings([knownTopic("a", "21.5")]), { datatype: "utf8", qos: "1" });
    const binary = knownTopic("a", "00", { isBinary: true, bytes: 1 });
    assert.deepEqual(impliedSettings([binary]), { datatype: "buffer", qos: "1" });
  });

  it("is no type where payloads differ, or say nothing", () => {
    const differing = [knownTopic("a", '{"b":1}'), knownTopic("b", "21.5")];
    assert.deepEqual(impliedSettings(differing), { datatype: undefined, qos: "1" });
    assert.deepEqual(impliedSettings([knownTopic("a")]), { datatype: undefined, qos: "1" });
    assert.equal(impliedSettings([]), undefined);
  });

  for (const [topic, payload, id, base] of [
    ["zigbee2mqtt/lamp/availability", '{"state":"online"}', "zigbee2mqtt", ""],
    ["tele/washer/LWT", "Online", "tasmota", ""],
    ["zwave/hall/lamp/status", '{"status":"Unknown"}', "zwave-js-ui", ""],
    ["shellies/plug-1/online", "true", "shelly", ""],
    ["lamp/status", "online", "esphome", ""],
    ["lamp/status", "1", "espurna", ""],
    ["homie/lamp/$state", "ready", "homie", ""],
    ["house/5/lamp/$state", "ready", "homie", "house"],
    ["homeassistant/light/lamp/config", '{"name":"Lamp"}', "home-assistant-discovery", ""],
    ["spBv1.0/plant/NBIRTH/edge", "00", "sparkplug", ""],
  ] as const) {
    it(`is ${id} for ${topic} with ${payload}`, () => {
      const implied = impliedConvention(knownTopic(topic, payload));
      assert.deepEqual([implied?.convention.id, implied?.base], [id, base]);
    });
  }

  it("is no convention where the payload isn't theirs", () => {
    assert.equal(impliedConvention(knownTopic("lamp/status", "21.5")), undefined);
    assert.equal(impliedConvention(knownTopic("lamp/brightness", "online")), undefined);
  });

  it("is the pattern of all devices that are alike", () => {
    const topics = knownTopics({
      "plant/press1/state": "running",
      "plant/press2/state": "stopped",
      "plant/press1/speed": "5",
      "site/a/plant/state": "",
    });
    assert.equal(devicePattern(topics, "plant/press1/state"), "plant/+device/state");
    assert.equal(devicePattern(knownTopics({}), "plant/press1/state"), "plant/+device/state");
    assert.equal(devicePattern(knownTopics({ b: "" }), "a"), "+device");
  });
});
