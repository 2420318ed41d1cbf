import assert from "node:assert/strict";
import type { Finding } from "../../../../nodes/lib/presence/evidence";
import { HomieDescription } from "../../../../nodes/lib/presence/interpreters/homie-description";
import { fastest } from "../../assert-linear";
import { SEED, SeededRandom } from "../../seeded-random";

describe("a description of Homie 5", () => {
  let told: string[][];
  let homie: HomieDescription;

  beforeEach(() => {
    told = [];
    homie = new HomieDescription({
      watch: () => assert.fail("nothing is to be watched"),
      unwatch: () => assert.fail("nothing is watched"),
      warn: (...warning) => told.push(warning),
    });
  });

  it("tells the tree of the convention's own example: a bridge, a relay behind it, two lights behind that", () => {
    const found = [
      read("bridge", { homie: "5.0", version: 1, children: ["dualrelay"] }),
      read("dualrelay", { homie: "5.0", version: 1, children: ["light1", "light2"], root: "bridge" }),
      read("light1", { homie: "5.0", version: 1, root: "bridge", parent: "dualrelay" }),
      read("light2", { homie: "5.0", version: 1, root: "bridge", parent: "dualrelay" }),
    ];
    assert.deepEqual(found, [
      [member("bridge", "bridge", "parent")],
      [member("dualrelay", "bridge", "child")],
      [member("light1", "bridge", "child")],
      [member("light2", "bridge", "child")],
    ]);
  });

  it("makes a device without children the parent of nobody", () => {
    assert.deepEqual(read("super-car", { homie: "5.0", version: 7, name: "Supercar", nodes: {} }), [
      member("super-car", "super-car", "parent"),
    ]);
  });

  it("tells families of one domain from those of another", () => {
    const [finding] = read("light1", { root: "bridge" }, "garage");
    assert.deepEqual(finding?.evidence, { kind: "member", family: "homie:garage:bridge", role: "child" });
  });

  it("takes the parent for the root where the root is missing, and a device that is its own root for one", () => {
    assert.deepEqual(read("light1", { parent: "bridge" }), [member("light1", "bridge", "child")]);
    assert.deepEqual(read("bridge", { root: "bridge" }), [member("bridge", "bridge", "parent")]);
  });

  it("moves a device to another tree, and out of all of them to be a root itself", () => {
    read("light1", { root: "bridge" });
    assert.deepEqual(read("light1", { root: "other" }), [member("light1", "other", "child")]);
    assert.deepEqual(read("light1", {}), [orphan("light1"), member("light1", "light1", "parent")]);
    assert.deepEqual(read("light1", {}), [member("light1", "light1", "parent")]);
  });

  it("that is taken away makes a device nobody's, now and later", () => {
    read("light1", { root: "bridge" });
    assert.deepEqual(read("light1", ""), [orphan("light1")]);
    assert.deepEqual(read("light1", {}), [member("light1", "light1", "parent")]);
  });

  it("of a forgotten device is read as its first", () => {
    read("light1", { root: "bridge" });
    homie.forget("light1");
    assert.deepEqual(read("light1", {}), [member("light1", "light1", "parent")]);
  });

  const none: [what: string, description: object | string | Uint8Array][] = [
    ["no JSON", "{"],
    ["a list", "[]"],
    ["null", "null"],
    ["a text", '"bridge"'],
    ["no UTF-8", Buffer.from([0x7b, 0xff])],
    ["a root that is no text", { root: 1 }],
    ["a root without a name", { root: "" }],
    ["more than 256 kB", { name: "x".repeat(262_144) }],
  ];
  for (const [what, description] of none) {
    it(`that is none (${what}) tells nothing, and is told once`, () => {
      assert.deepEqual(read("light1", description), []);
      assert.deepEqual(read("light1", description), []);
      assert.deepEqual(told, [["presence-discovery", "light1", "its $description isn't Homie's"]]);
    });
  }

  it("that is none is told again after one that is, after none at all, and of a forgotten device", () => {
    for (const between of [() => read("light1", {}), () => read("light1", ""), () => homie.forget("light1")]) {
      read("light1", {});
      told = [];
      read("light1", "{");
      between();
      read("light1", "{");
      assert.equal(told.length, 2);
    }
  });

  it("may have up to 256 kB", () => {
    assert.deepEqual(read("bridge", "{}".padEnd(262_144)), [member("bridge", "bridge", "parent")]);
    assert.deepEqual(read("bridge", "{}".padEnd(262_145)), []);
  });

  it("may have names that every object has", () => {
    assert.deepEqual(read("__proto__", '{"__proto__":{"root":"x"},"constructor":1}'), [
      member("__proto__", "__proto__", "parent"),
    ]);
  });

  it(`never makes it throw, whatever it is (seed ${SEED})`, () => {
    const random = new SeededRandom();
    const pieces = ["{", "}", "[", "]", '"', ":", ",", '"root"', '"parent"', '"a"', "1", "null", "\u0000", " "];
    for (let round = 0; round < 2_000; round += 1) {
      for (const { evidence } of read("a", random.text(pieces, 10))) assert.match(evidence.kind, /^(member|orphan)$/);
    }
  });

  it("isn't slow if it is deep", () => {
    const deep = `{"root":${"[".repeat(120_000)}${"]".repeat(120_000)}}`;
    assert.ok(fastest(() => read("a", deep)) < 250);
  });

  function read(device: string, description: object | string | Uint8Array, base = "homie"): readonly Finding[] {
    const isText = typeof description === "string";
    const content = isText || description instanceof Uint8Array ? description : JSON.stringify(description);
    const text = typeof content === "string" ? content : undefined;
    const topic = `${base}/5/${device}/$description`;
    return homie.read({ topic, payload: Buffer.from(content), text, retain: true }, { device, base });
  }
});

function member(device: string, root: string, role: "parent" | "child"): Finding {
  return { device, evidence: { kind: "member", family: `homie:homie:${root}`, role } };
}

function orphan(device: string): Finding {
  return { device, evidence: { kind: "orphan" } };
}
