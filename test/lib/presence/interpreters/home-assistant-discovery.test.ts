import assert from "node:assert/strict";
import { assertLinear, fastest } from "../../assert-linear";
import { SEED, SeededRandom } from "../../seeded-random";
import { House } from "./home-assistant-house";

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

  describe("shares topics with others", () => {
    it("and a topic is given up when nobody names it any more", () => {
      house.config(LAMP, { avty_t: "t" });
      house.config("light/second", { avty_t: "t" });
      house.config(LAMP, "");
      assert.deepEqual([...house.watched], ["t"]);
      assert.deepEqual(house.says("t", "online"), ["light/second online"]);
      house.config("light/second", { avty_t: "other" });
      assert.deepEqual([...house.watched], ["other"]);
    });

    it("and what a topic said is forgotten when it is given up", () => {
      house.config(LAMP, { avty_t: "t" });
      house.says("t", "online");
      house.config(LAMP, "");
      assert.deepEqual(house.config(LAMP, { avty_t: "t" }), [`${LAMP} unknown`]);
    });

    it("and what a topic said is forgotten when it says what nobody can read", () => {
      house.config(LAMP, { avty_t: "t" });
      house.says("t", "online");
      house.says("t", Buffer.from([0xff]));
      assert.deepEqual(house.config("light/second", { avty_t: "t" }), ["light/second unknown"]);
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

  it("is none of a topic that Home Assistant wouldn't read as a config", () => {
    for (const name of ["lamp", "light/a/b/c"]) assert.deepEqual(house.config(name, { avty_t: "t" }), []);
    assert.deepEqual(house.changes, []);
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

  it("has no more topics watched than 100,000, however many configs name; what is given up makes room for a config that comes again", () => {
    const topicsOf = (config: number): object => ({
      avty: Array.from({ length: 16 }, (_, index) => ({ t: `${config}/${index}` })),
    });
    for (let config = 0; config <= 6_250; config += 1) house.config(`light/${config}`, topicsOf(config));
    assert.equal(house.watched.size, 100_000);
    assert.ok(!house.watched.has("6250/0"));
    house.config("light/0", "");
    house.config("light/6250", topicsOf(6_250));
    assert.deepEqual(house.says("6250/0", "online"), ["light/6250 online"]);
  });

  it("isn't slow by a deep, long or strange config", () => {
    const deep = `{"avty":${"[".repeat(120_000)}${"]".repeat(120_000)}}`;
    const long = { avty_t: "t", avty_tpl: "{{".repeat(60_000), pl_avail: "x".repeat(100_000) };
    const many = { cmps: Object.fromEntries(Array.from({ length: 8_000 }, (_, index) => [`${index}`, { t: "a" }])) };
    for (const config of [deep, long, many]) {
      assert.ok(fastest(() => house.config("device/d", config)) < 250);
    }
  });

  it("takes part in a message of a bridge at a cost in proportion to the entities that name it", () => {
    assertLinear((size) => {
      const full = new House();
      const config = JSON.stringify({ avty: [{ t: "bridge", val_tpl: "{{ value_json.state }}" }] });
      for (let index = 0; index < size; index += 1) full.config(`light/${index}`, config);
      return () => full.says("bridge", '{"state":"online"}');
    });
  });
});
