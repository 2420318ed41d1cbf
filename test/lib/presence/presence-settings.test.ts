import assert from "node:assert/strict";
import { CONVENTIONS } from "../../../nodes/lib/presence/conventions/conventions";
import { presenceSettings, type SavedWatch } from "../../../nodes/lib/presence/presence-settings";
import { refusal } from "../thrown";

describe("what a node is to watch", () => {
  it("is one ecosystem, at its usual base topic or at another", () => {
    const { conventions, isAuto, base } = settings({ convention: "zigbee2mqtt" });
    assert.deepEqual([conventions.map(({ id }) => id), isAuto, base], [["zigbee2mqtt"], false, ""]);
    assert.equal(settings({ convention: "zigbee2mqtt", topic: "garage" }).base, "garage");
  });

  it("has the base topic without the slash that some programs want behind it", () => {
    assert.equal(settings({ convention: "zigbee2mqtt", topic: "home/garage/" }).base, "home/garage");
  });

  it("has no base topic where its ecosystem has none", () => {
    assert.equal(settings({ convention: "mqtt-smarthome", topic: "left/over" }).base, "");
  });

  it("has no base topic that is shared: each would get a part", () => {
    const refused = refusal(() => settings({ convention: "zigbee2mqtt", topic: "$share/g/garage" }));
    assert.equal(refused.code, "presence-shared");
  });

  it("is what the user has set", () => {
    const { conventions, isAuto, base } = settings({ convention: "custom", topic: "plant/+device/state" });
    assert.deepEqual([isAuto, base, conventions.length], [false, "", 1]);
    assert.deepEqual(
      conventions[0]?.watches.map(({ topic }) => topic),
      ["plant/+device/state"],
    );
  });

  it("must be something that tells devices apart", () => {
    assert.equal(refusal(() => settings({ convention: "custom", topic: "plant/state" })).code, "presence-no-device");
  });

  it("is all ecosystems that can be told apart, whatever base topic is left over", () => {
    const { conventions, isAuto, base } = settings({ convention: "auto", topic: "left/over" });
    assert.deepEqual([isAuto, base], [true, ""]);
    const others = CONVENTIONS.filter((convention) => !conventions.includes(convention));
    assert.ok(others.some(({ id }) => id === "home-assistant-discovery"));
    assert.ok(others.every(({ isOnlyByName }) => isOnlyByName === true));
    assert.ok(conventions.every(({ isOnlyByName }) => isOnlyByName !== true));
  });
});

describe("who is known to give signs of life", () => {
  for (const [who, saved, areTalkative] of [
    ["nobody of an ecosystem", { convention: "zigbee2mqtt" }, false],
    ["all of an ecosystem where the user says by what", { convention: "zigbee2mqtt", activity: "z/+device" }, true],
    ["all that the user describes", { convention: "custom", topic: "a/+device" }, true],
    ["nobody where anything may come", { convention: "auto", activity: "a/+device" }, false],
  ] as const) {
    it(`is ${who}`, () => {
      assert.equal(settings({ heartbeat: 60, ...saved }).areTalkative, areTalkative);
    });
  }
});

describe("how patient a node is", () => {
  it("is as it is saved", () => {
    const { grace, heartbeat, activity, isSilenceNoticed } = settings({
      grace: 30,
      heartbeat: 60,
      activity: "a/+device",
    });
    assert.deepEqual([grace, heartbeat, activity, isSilenceNoticed], [30, 60, "a/+device", true]);
  });

  it("is not at all if nothing is saved: silence is fine", () => {
    const { grace, heartbeat, isSilenceNoticed } = settings({ convention: "zigbee2mqtt" });
    assert.deepEqual([grace, heartbeat, isSilenceNoticed], [0, 0, false]);
  });

  it("is as the convention says where nothing is saved", () => {
    const convention = CONVENTIONS.find(({ heartbeat = 0 }) => heartbeat > 0) ?? assert.fail();
    assert.equal(settings({ convention: convention.id }).heartbeat, convention.heartbeat);
    assert.equal(settings({ convention: convention.id, heartbeat: 7 }).heartbeat, 7);
  });
});

function settings(saved: Partial<SavedWatch>) {
  const empty = { topic: "", online: [], offline: [], field: "", activity: "", grace: 0, heartbeat: 0 };
  return presenceSettings({ convention: "auto", ...empty, ...saved });
}
