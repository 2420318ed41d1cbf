import assert from "node:assert/strict";
import { House } from "../home-assistant-house";

const LAMP = "light/lamp";

describe("an entity of Home Assistant's discovery", () => {
  let house: House;

  beforeEach(() => {
    house = new House();
  });

  describe("of several topics", () => {
    const a = "a/status";
    const b = "b/status";
    const availability = [{ topic: a }, { topic: b }];

    const sequences: [mode: string, steps: [topic: string, payload: string, state: string][]][] = [
      [
        "all",
        [
          [a, "online", "unknown"],
          [b, "offline", "offline"],
          [a, "offline", "offline"],
          [b, "online", "offline"],
          [a, "online", "online"],
        ],
      ],
      [
        "any",
        [
          [a, "offline", "unknown"],
          [b, "online", "online"],
          [b, "offline", "offline"],
          [a, "online", "online"],
        ],
      ],
      [
        "latest",
        [
          [a, "online", "online"],
          [b, "offline", "offline"],
          [a, "online", "online"],
          [b, "online", "online"],
          [a, "offline", "offline"],
        ],
      ],
    ];
    for (const [mode, steps] of sequences) {
      it(`combines them by the mode ${mode}`, () => {
        house.config(LAMP, { availability, availability_mode: mode });
        for (const [topic, payload, state] of steps) {
          assert.deepEqual(house.says(topic, payload), [`${LAMP} ${state}`], `${topic} ${payload}`);
        }
      });
    }

    it("takes the latest if no mode is named", () => {
      house.config(LAMP, { availability });
      house.says(a, "offline");
      assert.deepEqual(house.says(b, "online"), [`${LAMP} online`]);
    });

    it("takes the latest that said anything that is understood", () => {
      house.config(LAMP, { availability, availability_mode: "latest" });
      house.says(a, "offline");
      house.says(b, "online");
      assert.deepEqual(house.says(a, "?"), []);
      house.config("light/second", { availability, availability_mode: "latest" });
      assert.deepEqual(house.says(b, "online"), [`${LAMP} online`, "light/second online"]);
    });

    it("knows a topic that is named twice by what is said of it last", () => {
      house.config(LAMP, { availability: [{ topic: a }, { topic: a, payload_available: "up" }] });
      assert.deepEqual(house.says(a, "online"), []);
      assert.deepEqual(house.says(a, "up"), [`${LAMP} online`]);
    });

    it("may have one in the list's place, or beside a list", () => {
      house.config(LAMP, { availability: { topic: a } });
      house.config("light/second", { availability_topic: a, availability: [{ topic: b }], availability_mode: "any" });
      assert.deepEqual(house.says(a, "online"), [`${LAMP} online`, "light/second online"]);
      assert.deepEqual(house.says(b, "offline"), ["light/second online"]);
    });
  });

  describe("compares payloads", () => {
    it("exactly, and takes others for nothing said", () => {
      house.config(LAMP, { availability_topic: "t" });
      for (const payload of ["Online", "online ", "", "true", "1"]) assert.deepEqual(house.says("t", payload), []);
      assert.deepEqual(house.says("t", Buffer.from([0xff])), []);
      assert.deepEqual(house.says("t", "online"), [`${LAMP} online`]);
    });

    it("with numbers and truth values written as Python does", () => {
      const template = "{{ value_json.up }}";
      house.config(LAMP, { avty_t: "t", avty_tpl: template, pl_avail: true, pl_not_avail: false });
      house.config("light/second", { avty_t: "t", avty_tpl: template, pl_avail: 1, pl_not_avail: 0 });
      assert.deepEqual(house.says("t", '{"up":true}'), [`${LAMP} online`]);
      assert.deepEqual(house.says("t", '{"up":0}'), ["light/second offline"]);
    });

    it("but not those of more than 65,536 characters", () => {
      const longest = "x".repeat(65_536);
      house.config(LAMP, { avty_t: "t", pl_avail: longest, pl_not_avail: `${longest}x` });
      assert.deepEqual(house.says("t", longest), [`${LAMP} online`]);
      assert.deepEqual(house.says("t", `${longest}x`), []);
    });
  });

  describe("after our own connection was lost", () => {
    it("is known only by what its topics say anew", () => {
      const config = { avty: [{ t: "a" }, { t: "b" }], avty_mode: "all" };
      house.config(LAMP, config);
      house.says("a", "online");
      house.says("b", "online");
      house.discovery.lost();
      assert.deepEqual(house.config(LAMP, config), []);
      assert.deepEqual(house.config("light/second", { avty_t: "a" }), ["light/second unknown"]);
      assert.deepEqual(house.says("a", "online"), [`${LAMP} unknown`, "light/second online"]);
      assert.deepEqual(house.says("b", "online"), [`${LAMP} online`]);
      assert.deepEqual(house.changes, ["+a", "+b"]);
    });
  });

  describe("has a template that isn't a simple one", () => {
    const foreign = "{{ states('sensor.x') }}";

    it("and is unknown, with one warning however often the config comes", () => {
      assert.deepEqual(house.config(LAMP, { avty_t: "t", avty_tpl: foreign }), [`${LAMP} unknown`]);
      assert.deepEqual(house.config(LAMP, { avty_t: "t", avty_tpl: foreign, name: "Lamp" }), []);
      assert.deepEqual(house.told, [["presence-template", LAMP, foreign]]);
      assert.deepEqual(house.says("t", "online"), []);
      assert.deepEqual([...house.watched], []);
    });

    it("after a simple one: what was known is known no more", () => {
      house.config(LAMP, { avty_t: "t" });
      house.says("t", "online");
      assert.deepEqual(house.config(LAMP, { avty: [{ t: "t", val_tpl: foreign }] }), [`${LAMP} unknown`]);
      assert.deepEqual([...house.watched], []);
    });

    it("and is followed again when it gets a simple one, warned of again when it loses it", () => {
      house.config(LAMP, { avty_t: "t", avty_tpl: foreign });
      house.config(LAMP, { avty_t: "t" });
      assert.deepEqual(house.says("t", "online"), [`${LAMP} online`]);
      house.config(LAMP, { avty_t: "t", avty_tpl: foreign });
      assert.equal(house.told.length, 2);
    });

    it("and is removed as all others are", () => {
      house.config(LAMP, { avty_t: "t", avty_tpl: foreign });
      assert.deepEqual(house.config(LAMP, ""), [`${LAMP} removed`]);
    });

    it("of which a warning quotes the start", () => {
      house.config(LAMP, { avty_t: "t", avty_tpl: `{{ ${"x".repeat(1_000)} }}` });
      house.config("light/second", { avty_t: "t", avty_tpl: "x".repeat(198) + "{{" });
      assert.deepEqual(
        house.told.map(([, , detail]) => detail),
        [`{{ ${"x".repeat(197)}...`, `${"x".repeat(198)}{{`],
      );
    });
  });
});
