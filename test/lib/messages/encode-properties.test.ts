import assert from "node:assert/strict";
import { inspect } from "node:util";
import { encodeProperties } from "../../../nodes/lib/messages/encode-properties";
import { refusal } from "../thrown";

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
    ["messageExpiryInterval", [-1, 1.5, 4_294_967_296, 5e9, NaN, "soon", " ", true, {}, [5]]],
    ["responseTopic", [5, {}, "a\u0000b", "\ud800"]],
    ["contentType", [5, true, {}, "a\u0000", "\udfffa"]],
    ["correlationData", [42, true, {}, [1, 2], new ArrayBuffer(2)]],
    ["userProperties", ["a", 5, true, ["a"], Buffer.from("a")]],
    ["userProperties", [{ a: null }, { a: {} }, { a: undefined }, { a: [["b"]] }, { a: [{}] }, { a: () => "b" }]],
    ["userProperties", [{ "a\u0000": "b" }, { a: "\u0000" }, { "\ud800": "b" }, { a: ["b", "\ud800"] }]],
  ];
  for (const [property, values] of wrong) {
    for (const value of values) {
      it(`${property} is not ${short(value)}`, () => {
        const { code, values } = refusal(() => encodeProperties({ [property]: value }));
        assert.deepEqual([code, (values as { property: string }).property], ["property-invalid", property]);
      });
    }
  }

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
