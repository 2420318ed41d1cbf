import assert from "node:assert/strict";
import { inspect } from "node:util";
import { runInNewContext } from "node:vm";
import { encodeProperties } from "../../../nodes/lib/messages/encode-properties";
import { refusal, thrown } from "../thrown";

const LONGEST = "€".repeat(21_845);

describe("the properties of a PUBLISH [MQTT 5, 3.3.2.3]", () => {
  it("are none if none is set", () => {
    assert.equal(encodeProperties({}), undefined);
    const source = { contentType: "", responseTopic: undefined, correlationData: null, userProperties: {} };
    assert.equal(encodeProperties(source), undefined);
  });

  const valid: [property: string, value: unknown, sent: unknown][] = [
    ["payloadFormatIndicator", true, true],
    ["payloadFormatIndicator", 1, true],
    ["payloadFormatIndicator", false, false],
    ["payloadFormatIndicator", 0, false],
    ["messageExpiryInterval", 0, 0],
    ["messageExpiryInterval", "60", 60],
    ["messageExpiryInterval", 4_294_967_295, 4_294_967_295],
    ["responseTopic", "a/b", "a/b"],
    ["responseTopic", LONGEST, LONGEST],
    ["contentType", "text/plain", "text/plain"],
    ["contentType", LONGEST, LONGEST],
    ["correlationData", "ü", Buffer.from("ü")],
    ["correlationData", Buffer.from([0, 255]), Buffer.from([0, 255])],
    ["correlationData", new Uint16Array(new Uint8Array([1, 2, 3, 4]).buffer, 2), Buffer.from([3, 4])],
    ["correlationData", new Uint8Array([1, 2]).buffer, Buffer.from([1, 2])],
    ["correlationData", runInNewContext("new Uint8Array([1, 2])"), Buffer.from([1, 2])],
    ["correlationData", Buffer.alloc(65_535), Buffer.alloc(65_535)],
    ["userProperties", { a: "b" }, { a: "b" }],
    ["userProperties", { a: ["b", "c"], empty: "" }, { a: ["b", "c"], empty: "" }],
    [
      "userProperties",
      { n: 5, f: false, big: 1n, list: [0, true] },
      { n: "5", f: "false", big: "1", list: ["0", "true"] },
    ],
    ["userProperties", { [LONGEST]: LONGEST }, { [LONGEST]: LONGEST }],
  ];
  for (const [property, value, sent] of valid) {
    it(`${property} may be ${short(value)}`, () => {
      assert.deepEqual(encodeProperties({ [property]: value }), { [property]: sent });
    });
  }

  it("leave out a user property without values, of which nothing would be left to write", () => {
    assert.equal(encodeProperties({ userProperties: { a: [] } }), undefined);
    assert.deepEqual(encodeProperties({ userProperties: { a: [], b: "c" } }), { userProperties: { b: "c" } });
  });

  const wrong: [property: string, values: readonly unknown[]][] = [
    ["payloadFormatIndicator", [2, "true", "1", {}]],
    ["messageExpiryInterval", [-1, 1.5, 4_294_967_296, 5e9, NaN, Infinity, 60n, true, {}, [5]]],
    ["messageExpiryInterval", ["soon", " ", "-1", "1.5", "0x10", "1e3", "4294967296"]],
    ["responseTopic", [5, {}, "a\u0000b", "\ud800"]],
    ["contentType", [5, true, {}, "a\u0000", "\udfffa", "a\n", "\u007f", "\uffff"]],
    ["correlationData", [42, true, {}, [1, 2]]],
    ["userProperties", ["a", 5, true, ["a"], Buffer.from("a")]],
    ["userProperties", [{ a: null }, { a: {} }, { a: undefined }, { a: [["b"]] }, { a: [{}] }, { a: () => "b" }]],
    // A hole in an array is no text either.
    ["userProperties", [{ a: Object.assign([], { 1: "b" }) }, { a: Symbol("b") }]],
    ["userProperties", [{ "a\u0000": "b" }, { a: "\u0000" }, { a: "b\tc" }, { "\ud800": "b" }, { a: ["b", "\ud800"] }]],
  ];
  for (const [property, values] of wrong) {
    for (const value of values) {
      it(`${property} is not ${short(value)}`, () => {
        const { code, values } = refusal(() => encodeProperties({ [property]: value }));
        assert.deepEqual([code, (values as { property: string }).property], ["property-invalid", property]);
      });
    }
  }

  it("are refused where reading them fails, with what was thrown as the cause", () => {
    const failure = new Error("no");
    const failing = (): never => {
      throw failure;
    };
    const hostile: [property: string, value: unknown][] = [
      ["userProperties", Object.defineProperty({}, "a", { enumerable: true, get: failing })],
      ["userProperties", new Proxy({}, { ownKeys: failing })],
      ["userProperties", { a: Object.defineProperty(["b"], 0, { get: failing }) }],
      ["correlationData", Object.defineProperty(new Uint8Array(2), "byteLength", { get: failing })],
    ];
    for (const [property, value] of hostile) {
      const { code, values, cause } = thrown(() => encodeProperties({ [property]: value }));
      assert.deepEqual([code, (values as { property: string }).property], ["property-invalid", property]);
      assert.equal(cause, failure);
    }
  });

  it("have the user properties of those that they are added to, in their order, and win over them", () => {
    const inherited = { a: "inherited", b: ["inherited"], c: "inherited" };
    const { userProperties } = encodeProperties({ userProperties: { d: "own", b: "own", c: [] } }, inherited) ?? {};
    assert.deepEqual(Object.entries(userProperties ?? {}), [
      ["a", "inherited"],
      ["b", "own"],
      ["d", "own"],
    ]);
    for (const userProperties of [undefined, null, "", {}]) {
      assert.deepEqual(encodeProperties({ userProperties }, inherited), { userProperties: inherited });
    }
  });

  it("have a response topic that can be published to [MQTT-3.3.2-14]", () => {
    assert.equal(refusal(() => encodeProperties({ responseTopic: "a/+" })).code, "topic-name-wildcard");
  });

  const long: [property: string, value: unknown][] = [
    ["responseTopic", `${LONGEST}a`],
    ["contentType", `${LONGEST}a`],
    ["correlationData", Buffer.alloc(65_536)],
    ["correlationData", `${LONGEST}a`],
    ["userProperties", { [`${LONGEST}a`]: "a" }],
    ["userProperties", { a: `${LONGEST}a` }],
    ["userProperties", { a: ["a", `${LONGEST}a`] }],
  ];
  for (const [property, value] of long) {
    it(`have at most 65,535 bytes each: ${property} ${short(value)} [MQTT 5, 1.5.4 and 1.5.6]`, () => {
      const expected = { code: "property-too-long", values: { property, bytes: 65_536 } };
      assert.deepEqual(
        refusal(() => encodeProperties({ [property]: value })),
        expected,
      );
    });
  }

  it("are copies: a flow may reuse its buffers", () => {
    const bytes = new Uint8Array([1, 2, 3, 4]);
    const sent = [Buffer.from(bytes.buffer), bytes, new DataView(bytes.buffer)].map((correlationData) =>
      encodeProperties({ correlationData }),
    );
    bytes.fill(9);
    for (const properties of sent) assert.deepEqual(properties?.correlationData, Buffer.from([1, 2, 3, 4]));
  });

  function short(value: unknown): string {
    const text = inspect(value, { maxStringLength: 20, maxArrayLength: 4, breakLength: Infinity });
    return text.length > 80 ? `${text.slice(0, 80)}...` : text;
  }
});
