import assert from "node:assert/strict";
import { fastest } from "../../../assert-linear";
import { House } from "../home-assistant-house";

const LAMP = "light/lamp";

describe("an entity of Home Assistant's discovery", () => {
  let house: House;

  beforeEach(() => {
    house = new House();
  });

  describe("has names in short and in long", () => {
    const long = {
      availability: [
        { topic: "t", payload_available: "1", payload_not_available: "0", value_template: "{{ value_json.v }}" },
      ],
      availability_mode: "all",
    };
    const short = {
      avty: [{ t: "t", pl_avail: "1", pl_not_avail: "0", val_tpl: "{{ value_json.v }}" }],
      avty_mode: "all",
    };
    const single = { avty_t: "t", avty_tpl: "{{ value_json.v }}", pl_avail: "1", pl_not_avail: "0" };
    for (const [index, config] of [long, short, single].entries()) {
      it(`which mean the same (${index})`, () => {
        house.config(LAMP, config);
        assert.deepEqual(house.says("t", '{"v":0}'), [`${LAMP} offline`]);
        assert.deepEqual(house.says("t", '{"v":1}'), [`${LAMP} online`]);
      });
    }

    it("of which the short one counts where both are written", () => {
      house.config(LAMP, { availability_topic: "long", avty_t: "short" });
      assert.deepEqual([...house.watched], ["short"]);
    });
  });

  describe("has a base for topics", () => {
    it("in the place of ~ at their start or end", () => {
      house.config(LAMP, { "~": "home/lamp", avty: [{ t: "~/status" }, { t: "state/~" }, { t: "a/~/b" }] });
      assert.deepEqual([...house.watched], ["home/lamp/status", "state/home/lamp", "a/~/b"]);
    });

    it("which may be null, as all that is optional", () => {
      house.config(LAMP, { "~": null, avty_t: "~/a", avty_tpl: null, pl_avail: null, avty_mode: null, avty: null });
      assert.deepEqual(house.says("~/a", "online"), [`${LAMP} online`]);
    });

    it("and without one, ~ is a sign as any other", () => {
      house.config(LAMP, { avty_t: "~/status" });
      assert.deepEqual([...house.watched], ["~/status"]);
    });
  });

  describe("of a device in one config", () => {
    it("inherits payloads, mode, template and base as far as it has none, but no topics", () => {
      house.config("device/d", {
        "~": "home",
        availability: [{ topic: "~/device" }],
        availability_mode: "any",
        payload_available: "1",
        availability_template: "{{ value_json.v }}",
        components: {
          a: { platform: "light", availability_topic: "~/a" },
          b: { platform: "light", "~": "b", pl_avail: "2", avty_t: "~/b", avty_tpl: "{{ value }}" },
          c: { platform: "light", availability: [{ topic: "~/c" }, { topic: "~/d" }] },
        },
      });
      assert.deepEqual([...house.watched], ["home/device", "home/a", "b/b", "home/c", "home/d"]);
      assert.deepEqual(house.says("home/a", '{"v":1}'), ["device/d/a online"]);
      assert.deepEqual(house.says("b/b", "2"), ["device/d/b online"]);
      house.says("home/c", "offline");
      assert.deepEqual(house.says("home/d", "online"), ["device/d/c online"]);
    });

    it("may have a node id in its topic", () => {
      const config = { avty_t: "t", cmps: { a: { p: "light", avty_t: "a" } } };
      assert.deepEqual(house.config("device/node/d", config), ["device/node/d unknown", "device/node/d/a unknown"]);
    });

    it("is none where no device is configured", () => {
      assert.deepEqual(house.config(LAMP, { cmps: { a: { p: "light", avty_t: "a" } } }), []);
    });
  });

  describe("has a config that can't be read", () => {
    const malformed: [what: string, config: object | string | Uint8Array, detail: string][] = [
      ["no JSON", "{", "it isn't a JSON object"],
      ["no object", "[]", "it isn't a JSON object"],
      ["null", "null", "it isn't a JSON object"],
      ["no UTF-8", Buffer.from([0x7b, 0xff]), "it isn't a JSON object"],
      ["more than 256 kB", `{"avty_t":"t"${" ".repeat(262_144)}}`, "it has more than 262144 bytes"],
      ["a filter for a topic", { avty_t: "home/+/status" }, "its availability topic is none: home/+/status"],
      ["all topics for one", { avty: [{ t: "#" }] }, "its availability topic is none: #"],
      ["an empty topic", { avty_t: "" }, "its availability topic is none: "],
      ["a control character in a topic", { avty_t: "a\u0001" }, "its availability topic is none: a "],
      ["a filter by its base", { "~": "+", avty_t: "~/a" }, "its availability topic is none: +/a"],
      [
        "a shared subscription's topic",
        { avty_t: "$share/g/t" },
        "its availability topic belongs to a shared subscription: $share/g/t",
      ],
      ["a topic that nothing is read of", { avty_t: "t".repeat(1_025) }, "its availability topic is longer than 1024"],
      ["a topic that is no text", { avty_t: ["t"] }, "topic is no text"],
      ["no topic in its list", { avty: [{}] }, "topic is no text"],
      ["a text in its list", { avty: ["t"] }, "availability has an item that is no object"],
      ["a list in its list", { avty: [["t"]] }, "availability has an item that is no object"],
      ["an unknown mode", { avty_t: "t", avty_mode: "some" }, "availability_mode is none of all, any, latest"],
      ["a payload that is no text", { avty_t: "t", pl_avail: {} }, "payload_available is no text"],
      ["the other payload so", { avty_t: "t", pl_not_avail: [] }, "payload_not_available is no text"],
      ["a template that is no text", { avty_t: "t", avty_tpl: {} }, "availability_template is no text"],
      ["a base that is no text", { "~": {}, avty_t: "t" }, "~ is no text"],
      [
        "more than 16 topics",
        { avty: Array.from({ length: 17 }, (_, index) => ({ t: `t/${index}` })) },
        "it names more than 16 topics",
      ],
      [
        "one beside a list of 16",
        { avty_t: "t", avty: Array.from({ length: 16 }, (_, index) => ({ t: `t/${index}` })) },
        "it names more than 16 topics",
      ],
    ];
    for (const [what, config, detail] of malformed) {
      it(`(${what}), which is told once and changes nothing`, () => {
        house.config(LAMP, { avty_t: "before" });
        assert.deepEqual(house.config(LAMP, config), []);
        assert.deepEqual(house.config(LAMP, config), []);
        assert.deepEqual(house.told, [["presence-discovery", LAMP, detail]]);
        assert.deepEqual([...house.watched], ["before"]);
        assert.deepEqual(house.says("before", "online"), [`${LAMP} online`]);
      });
    }

    it("and is told again when another thing is wrong, or the same after it was right", () => {
      house.config(LAMP, "{");
      house.config(LAMP, { avty_t: "#" });
      house.config(LAMP, { avty_t: "t" });
      house.config(LAMP, { avty_t: "#" });
      assert.equal(house.told.length, 3);
    });

    it("and is told again when it was removed in between", () => {
      house.config(LAMP, "{");
      house.config(LAMP, "");
      house.config(LAMP, "{");
      assert.equal(house.told.length, 2);
    });

    it("as one component of a device whose others can", () => {
      const config = { cmps: { a: { avty_t: "#" }, b: { avty_t: "b" }, c: "?", d: null } };
      assert.deepEqual(house.config("device/d", config), ["device/d/b unknown"]);
      assert.deepEqual(house.told, [["presence-discovery", "device/d/a", "its availability topic is none: #"]]);
    });

    it("but may have up to 256 kB", () => {
      assert.deepEqual(house.config(LAMP, '{"avty_t":"t"}'.padEnd(262_144)), [`${LAMP} unknown`]);
      house.config(LAMP, '{"avty_t":"t"}'.padEnd(262_145));
      assert.equal(house.told.length, 1);
    });

    it("but has 16 topics without complaint", () => {
      house.config(LAMP, { avty: Array.from({ length: 16 }, (_, index) => ({ t: `t/${index}` })) });
      assert.equal(house.watched.size, 16);
      assert.deepEqual(house.told, []);
    });
  });

  it("may have names that every object has", () => {
    const json = '{"__proto__":{"avty_t":"x"},"cmps":{"__proto__":{"avty_t":"p"},"constructor":{"avty_t":"c"}}}';
    assert.deepEqual(house.config("device/__proto__", json), [
      "device/__proto__/__proto__ unknown",
      "device/__proto__/constructor unknown",
    ]);
    assert.deepEqual(house.says("p", "online"), ["device/__proto__/__proto__ online"]);
    assert.equal(({} as Record<string, unknown>)["avty_t"], undefined);
  });

  it("isn't slow by a deep, long or strange config", () => {
    const deep = `{"avty":${"[".repeat(120_000)}${"]".repeat(120_000)}}`;
    const long = { avty_t: "t", avty_tpl: "{{".repeat(60_000), pl_avail: "x".repeat(100_000) };
    const many = { cmps: Object.fromEntries(Array.from({ length: 8_000 }, (_, index) => [`${index}`, { t: "a" }])) };
    for (const config of [deep, long, many]) {
      assert.ok(fastest(() => house.config("device/d", config)) < 250);
    }
  });
});
