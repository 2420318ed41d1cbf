import assert from "node:assert/strict";
import { CONVENTIONS } from "../../../../../nodes/lib/presence/conventions/conventions";
import { SurveyedRoster, type RosterChoice } from "../../../../../nodes/lib/editor/topics/roster/surveyed-roster";
import { knownTopic, knownTopics, seenTopic } from "../seen-topic";

const zigbee: RosterChoice = { convention: "zigbee2mqtt", topic: "", online: [], offline: [], field: "" };
const own: RosterChoice = {
  ...zigbee,
  convention: "custom",
  topic: "plant/+device/state",
  online: ["running"],
  offline: ["stopped"],
};

describe("Who is there on a broker", () => {
  it("is told by the devices' last words", () => {
    assert.deepEqual(
      roster(zigbee, { "zigbee2mqtt/lamp/availability": "online", "zigbee2mqtt/door/availability": "offline" }),
      ["door offline", "lamp online"],
    );
  });

  it("is asked with a base topic or a pattern of one's own, too", () => {
    assert.deepEqual(roster({ ...zigbee, topic: "garage" }, { "garage/lamp/availability": "online" }), ["lamp online"]);
    assert.deepEqual(roster(own, { "plant/press1/state": "running", "plant/press2/state": "odd" }), [
      "press1 online",
      "press2 unknown",
    ]);
  });

  it("isn't known of devices that are reached by one that is down", () => {
    const topics = { "zigbee2mqtt/bridge/state": "offline", "zigbee2mqtt/lamp/availability": "online" };
    assert.deepEqual(roster(zigbee, topics), ["bridge offline", "lamp unknown"]);
  });

  it("is of all kinds at once by their payloads, each with its name", () => {
    const topics = {
      "zigbee2mqtt/lamp/availability": "online",
      "tele/lamp/LWT": "Offline",
      "lamp/status": "21.5",
      "door/status": "online",
      "gate/status": "1",
    };
    assert.deepEqual(roster({ ...zigbee, convention: "auto" }, topics), [
      "esphome/door online",
      "espurna/gate online",
      "tasmota/lamp offline",
      "zigbee2mqtt/lamp online",
    ]);
  });

  it("follows what is said later", () => {
    const found = SurveyedRoster.of(own);
    assert.ok(found);
    const topics = knownTopics({ "plant/press1/state": "running", "plant/press2/state": "running" });
    found.learn(topics);
    topics.learn([seenTopic("plant/press1/state", "stopped", { count: 2 }), seenTopic("plant/press2/state", "")]);
    found.learn(topics);
    assert.deepEqual(found.devices, [{ name: "press1", state: "offline" }]);
  });

  it("isn't claimed of payloads that are cut or binary", () => {
    const found = SurveyedRoster.of({ ...own, online: [], offline: [], field: "state" });
    found?.learn([
      knownTopic("plant/a/state", `{"x":"${"x".repeat(300)}","state":"online"}`),
      knownTopic("plant/b/state", "31", { isBinary: true, bytes: 1 }),
    ]);
    assert.deepEqual(found?.devices, []);
  });

  it("has no device of what ends in a common word, and says what nobody understands", () => {
    assert.deepEqual(roster({ ...zigbee, convention: "esphome" }, { "washer/status": "spinning" }), []);
    assert.equal(roster({ ...own, topic: "+device/status" }, { "washer/status": "spinning" }).length, 1);
  });

  it("is nobody's question where the choice isn't complete, or payloads don't say all", () => {
    assert.equal(SurveyedRoster.of({ ...own, topic: "plant/state" }), undefined);
    assert.equal(SurveyedRoster.of({ ...own, online: ["1"], offline: ["1"] }), undefined);
    for (const convention of ["sparkplug", "homie", "home-assistant-discovery", "emqx"]) {
      assert.equal(SurveyedRoster.of({ ...zigbee, convention }), undefined, convention);
    }
  });

  for (const { id, base = "", watches } of CONVENTIONS) {
    if (SurveyedRoster.of({ ...zigbee, convention: id }) === undefined) continue;
    it(`is told by every payload that is known of ${id}`, () => {
      for (const { topic, samples } of watches) {
        const name = topic.replace("{base}", base).replace(/\+\w*/g, "x");
        for (const { payload, state } of samples) {
          const [device, ...others] = roster({ ...zigbee, convention: id }, { [name]: payload });
          assert.deepEqual([device?.split(" ").at(-1), others.length], [state, 0], `${name} ${payload}`);
        }
      }
    });
  }

  function roster(choice: RosterChoice, payloads: Readonly<Record<string, string>>): string[] {
    const found = SurveyedRoster.of(choice);
    assert.ok(found);
    found.learn(knownTopics(payloads));
    return found.devices.map(({ name, state }) => `${name} ${state}`);
  }
});
