import assert from "node:assert/strict";
import { SEED, SeededRandom } from "../../seeded-random";
import { House } from "./home-assistant-house";

const LAMP = "light/lamp";

describe("an entity of Home Assistant's discovery", () => {
  let house: House;

  beforeEach(() => {
    house = new House();
  });

  describe("when its config comes", () => {
    it("is unknown, and again only if that changes anything", () => {
      assert.deepEqual(house.config(LAMP, { avty_t: "t" }), [`${LAMP} unknown`]);
      assert.deepEqual(house.config(LAMP, { avty_t: "t" }), []);
      house.says("t", "online");
      assert.deepEqual(house.config(LAMP, { avty_t: "t", name: "Lamp" }), []);
      assert.deepEqual(house.changes, ["+t"]);
    });

    it("knows at once what a topic has said that others named before: the broker won't send it again", () => {
      house.config(LAMP, { avty_t: "t" });
      house.says("t", "online");
      assert.deepEqual(house.config("light/second", { avty_t: "t" }), ["light/second online"]);
      assert.deepEqual(house.config("light/third", { avty_t: "t", pl_avail: "up" }), ["light/third unknown"]);
    });

    it("exchanges its topics, and still knows what those have said that it still names", () => {
      house.config(LAMP, { avty: [{ t: "a" }, { t: "b" }], avty_mode: "all" });
      house.says("a", "online");
      house.says("b", "offline");
      const findings = house.config(LAMP, { avty: [{ t: "c" }, { t: "a" }], avty_mode: "all" });
      assert.deepEqual(findings, [`${LAMP} unknown`]);
      assert.deepEqual(house.changes, ["+a", "+b", "+c", "-b"]);
      assert.deepEqual(house.says("b", "online"), []);
      assert.deepEqual(house.says("c", "online"), [`${LAMP} online`]);
    });

    it("reads by the new payloads what was said last, and by no others what was understood before", () => {
      house.config(LAMP, { avty_t: "t" });
      house.says("t", "online");
      assert.deepEqual(house.config(LAMP, { avty_t: "t", pl_avail: "up" }), []);
      assert.deepEqual(house.config(LAMP, { avty_t: "t", pl_avail: "on", pl_not_avail: "online" }), [
        `${LAMP} offline`,
      ]);
    });

    it("may name the topic of a config, and read it as one that tells availability", () => {
      house.config(LAMP, { avty_t: "homeassistant/light/second/config", pl_avail: '{"avty_t":"t"}' });
      assert.deepEqual(house.config("light/second", { avty_t: "t" }), ["light/second unknown", `${LAMP} online`]);
    });
  });

  describe("is removed", () => {
    it("by an empty config, and followed no more", () => {
      house.config(LAMP, { avty_t: "t" });
      assert.deepEqual(house.config(LAMP, ""), [`${LAMP} removed`]);
      assert.deepEqual(house.says("t", "online"), []);
      assert.deepEqual(house.changes, ["+t", "-t"]);
    });

    it("by a config that names no topic: it is always available", () => {
      house.config(LAMP, { avty_t: "t" });
      assert.deepEqual(house.config(LAMP, { stat_t: "s" }), [`${LAMP} removed`]);
      assert.deepEqual(house.config(LAMP, { avty: [] }), []);
      assert.deepEqual([...house.watched], []);
    });

    it("with its device, all components too", () => {
      house.config("device/d", {
        avty_t: "t",
        cmps: { a: { p: "light", avty_t: "a" }, b: { p: "light", avty_t: "b" } },
      });
      assert.deepEqual(house.config("device/d", ""), ["device/d removed", "device/d/a removed", "device/d/b removed"]);
      assert.deepEqual([...house.watched], []);
    });

    it("as a component that its device's config leaves out, or names with nothing but its platform", () => {
      const c = { p: "light", avty_t: "c" };
      house.config("device/d", { cmps: { a: { p: "light", avty_t: "a" }, b: { p: "light", avty_t: "b" }, c } });
      assert.deepEqual(house.config("device/d", { cmps: { b: { p: "light" }, c } }), [
        "device/d/a removed",
        "device/d/b removed",
      ]);
      assert.deepEqual([...house.watched], ["c"]);
    });

    it("only if it was followed", () => {
      assert.deepEqual(house.config(LAMP, ""), []);
      assert.deepEqual(house.config("device/d", ""), []);
    });
  });

  describe("is forgotten", () => {
    it("until one of its topics says something", () => {
      house.config(LAMP, { avty: [{ t: "a" }, { t: "b" }], avty_mode: "all" });
      house.says("a", "online");
      house.says("b", "online");
      house.discovery.forget(LAMP);
      assert.deepEqual(house.says("a", "online"), [`${LAMP} online`]);
    });

    it("with what a person was told", () => {
      house.config(LAMP, "?");
      house.discovery.forget(LAMP);
      house.config(LAMP, "?");
      assert.equal(house.told.length, 2);
    });

    it("even if it was never known", () => {
      house.discovery.forget(LAMP);
      assert.deepEqual(house.changes, []);
    });
  });

  it("is none of a topic that Home Assistant wouldn't read as a config", () => {
    for (const name of ["lamp", "light/a/b/c"]) assert.deepEqual(house.config(name, { avty_t: "t" }), []);
    assert.deepEqual(house.changes, []);
  });

  it(`is watched exactly as configs say, after whatever sequence (seed ${SEED})`, () => {
    const random = new SeededRandom();
    const names = ["light/a", "light/b/c", "device/d", "sensor/e"];
    const topics = ["t/1", "t/2", "t/3"];
    const config = (): object | string => {
      const avty = Array.from({ length: random.below(3) }, () => ({ t: random.pick([...topics, "#"]) }));
      const cmps = { x: { avty_t: random.pick(topics) }, y: {} };
      return random.pick<object | string>(["", "?", {}, { avty, avty_mode: random.pick(["all", "any"]) }, { cmps }]);
    };
    for (let round = 0; round < 3_000; round += 1) {
      if (random.below(2) === 0) house.config(random.pick(names), config());
      else house.says(random.pick(topics), random.pick(["online", "offline", "?"]));
      if (random.below(20) === 0) house.discovery.forget(random.pick(names));
    }
    for (const name of names) house.config(name, "");
    assert.deepEqual([...house.watched], []);
  });
});
