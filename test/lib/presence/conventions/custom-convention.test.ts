import assert from "node:assert/strict";
import { customConvention, type CustomConfig } from "../../../../nodes/lib/presence/conventions/custom-convention";
import { deviceTopics } from "../../../../nodes/lib/presence/topics/device-topics";
import { readPayload } from "../../../../nodes/lib/presence/payload/payload-reader";
import { refusal } from "../../thrown";

const EMPTY: CustomConfig = { topic: "", online: [], offline: [], field: "", activity: "" };

describe("a convention of the user's own", () => {
  it("watches the topic as it is written, and is called custom", () => {
    const { id, name, base, activity, watches } = custom({});
    assert.deepEqual([id, name, base, activity], ["custom", "custom", undefined, undefined]);
    assert.deepEqual(
      watches.map(({ topic }) => topic),
      ["plant/+device/state"],
    );
  });

  describe("takes the device's name from", () => {
    const names: readonly (readonly [topic: string, message: string, device: string])[] = [
      ["plant/+device/state", "plant/press1/state", "press1"],
      ["plant/+hall/+device/state", "plant/north/press1/state", "north/press1"],
      ["plant/+hall/+machine/state", "plant/north/press1/state", "north/press1"],
      ["plant/+/+machine/state", "plant/north/press1/state", "press1"],
      ["plant/#device", "plant/north/press1", "north/press1"],
      ["+device/state", "press1/state", "press1"],
      ["+base/state", "press1/state", "press1"],
    ];
    for (const [topic, message, device] of names) {
      it(`${topic}: ${message} is ${device}`, () => {
        const [watched] = deviceTopics({ topic: firstWatch({ topic }).topic }, "");
        assert.equal(watched?.place(message).device, device);
      });
    }
  });

  describe("without payloads", () => {
    it("reads the words that devices use most", () => {
      assert.deepEqual(firstWatch({}).reading, { kind: "common-words" });
    });

    it("reads them in the one field that is given", () => {
      assert.deepEqual(firstWatch({ field: " net.up " }).reading, { kind: "common-words", field: "net.up" });
    });

    it("takes a field of spaces for none", () => {
      assert.deepEqual(firstWatch({ field: " " }).reading, { kind: "common-words" });
    });

    it("takes empty payloads for none", () => {
      assert.deepEqual(firstWatch({ online: [""], offline: [" "] }).reading, { kind: "common-words" });
    });
  });

  describe("with payloads", () => {
    const payloads = { online: ["running", 1], offline: [" stopped ", false] };
    const meanings: Readonly<Record<string, string>> = {
      running: "online",
      "1": "online",
      stopped: "offline",
      false: "offline",
      " stopped": "offline",
      Running: "unclear",
      offline: "unclear",
      "": "removed",
    };
    for (const [payload, meaning] of Object.entries(meanings)) {
      it(`reads '${payload}' as ${meaning}`, () => {
        assert.equal(meaningOf(payloads, payload), meaning);
      });
    }

    it("reads them in the field that is given, and nowhere else", () => {
      const config = { ...payloads, field: "machine.state" };
      assert.equal(meaningOf(config, '{"machine":{"state":"running"}}'), "online");
      assert.equal(meaningOf(config, '{"machine":{"state":false}}'), "offline");
      assert.equal(meaningOf(config, '{"machine":{"state":"paused"}}'), "unclear");
      assert.equal(meaningOf(config, "running"), "unclear");
    });

    it("may have them for one side only", () => {
      assert.equal(meaningOf({ offline: ["stopped"] }, "stopped"), "offline");
      assert.equal(meaningOf({ offline: ["stopped"] }, "online"), "unclear");
    });

    it("may have them called as what every object has", () => {
      assert.equal(meaningOf({ online: ["__proto__"] }, "__proto__"), "online");
      assert.equal(meaningOf({ online: ["on"] }, "constructor"), "unclear");
    });
  });

  describe("with a filter of activity", () => {
    it("has both", () => {
      const { activity, watches } = custom({ activity: "plant/+device/#" });
      assert.deepEqual([activity, watches[0]?.topic], ["plant/+device/#", "plant/+device/state"]);
    });

    it("takes any message on it for a sign of life if there is no other topic", () => {
      const { activity, watches } = custom({ topic: "", activity: "plant/+device/#" });
      assert.equal(activity, "plant/+device/#");
      assert.deepEqual(watches, [{ topic: "plant/+device/#", reading: { kind: "sign" }, samples: [] }]);
    });
  });

  describe("is refused", () => {
    const refused: readonly (readonly [config: Partial<CustomConfig>, code: string, values?: object])[] = [
      [{ topic: "" }, "presence-no-device"],
      [{ topic: "plant/+/state" }, "presence-no-device"],
      [{ topic: "plant/press1/state" }, "presence-no-device"],
      [{ topic: "plant/#" }, "presence-no-device"],
      [{ topic: "", activity: "plant/#" }, "presence-no-device"],
      [{ activity: "plant/+/#" }, "presence-no-device"],
      [{ topic: "$share/g/plant/+device/state" }, "presence-shared"],
      [{ activity: "$share/g/plant/+device/#" }, "presence-shared"],
      [{ topic: "$share/g" }, "filter-share", { filter: "$share/g" }],
      [{ topic: "a/#device/b" }, "filter-hash-not-last", { filter: "a/#device/b" }],
      [{ topic: "+device/+device" }, "filter-name-twice", { filter: "+device/+device", name: "device" }],
      [{ activity: "a+device" }, "filter-wildcard-not-alone", { filter: "a+device", level: "a+device" }],
      [{ online: ["on"], offline: ["off", "on"] }, "presence-payload-twice", { payload: "on" }],
      [{ online: [1], offline: [" 1"] }, "presence-payload-twice", { payload: "1" }],
      [{ online: [true], offline: ["true"], field: "up" }, "presence-payload-twice", { payload: "true" }],
    ];
    for (const [config, code, values = {}] of refused) {
      it(`${code}: ${JSON.stringify(config)}`, () => {
        assert.deepEqual(
          refusal(() => custom(config)),
          { code, values },
        );
      });
    }
  });
});

function custom(config: Partial<CustomConfig>): ReturnType<typeof customConvention> {
  return customConvention({ ...EMPTY, topic: "plant/+device/state", ...config });
}

function firstWatch(config: Partial<CustomConfig>): ReturnType<typeof custom>["watches"][number] {
  const [watch] = custom(config).watches;
  assert.ok(watch);
  return watch;
}

function meaningOf(config: Partial<CustomConfig>, payload: string): string {
  const { reading } = firstWatch(config);
  assert.ok(reading.kind === "rules" || reading.kind === "common-words");
  const meaning = readPayload(reading, payload);
  return typeof meaning === "string" ? meaning : meaning.state;
}
