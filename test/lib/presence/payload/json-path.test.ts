import assert from "node:assert/strict";
import { jsonAt, jsonText } from "../../../../nodes/lib/presence/payload/json-path";

const STATUS = { state: "online", net: { mqtt: { state: true } }, ports: [{ up: 1 }, { up: 0 }], "a-b": null };

describe("a path into JSON", () => {
  const found: Readonly<Record<string, unknown>> = {
    state: "online",
    "net.mqtt.state": true,
    "ports.1.up": 0,
    "ports[1].up": 0,
    "a-b": null,
    missing: undefined,
    "net.missing.state": undefined,
    "state.0": undefined,
    "a-b.state": undefined,
    "ports.2.up": undefined,
    "": STATUS,
  };
  for (const [path, value] of Object.entries(found)) {
    it(`'${path}' leads to ${value === STATUS ? "all" : JSON.stringify(value)}`, () => {
      assert.deepEqual(jsonAt(STATUS, path), value);
    });
  }

  it("leads into a list that is the whole payload", () => {
    assert.equal(jsonAt(["offline"], "0"), "offline");
    assert.equal(jsonAt([{ state: "offline" }], "[0].state"), "offline");
  });

  it("never leads to what every object has", () => {
    for (const path of ["constructor", "constructor.name", "__proto__", "__proto__.x", "toString", "net.valueOf"]) {
      assert.equal(jsonAt(STATUS, path), undefined, path);
    }
  });

  it("leads to what a payload calls by such a name", () => {
    assert.equal(jsonAt(JSON.parse('{"__proto__":{"state":"online"}}'), "__proto__.state"), "online");
  });

  it("leads nowhere in what is no object", () => {
    for (const value of [undefined, null, "online", 5, true]) assert.equal(jsonAt(value, "length"), undefined);
  });
});

describe("the text of a JSON value", () => {
  const texts: readonly (readonly [value: unknown, text: string | undefined])[] = [
    ["online", "online"],
    [" online\n", "online"],
    [true, "true"],
    [1, "1"],
    [1.5, "1.5"],
    [null, undefined],
    [undefined, undefined],
    [{}, undefined],
    [["online"], undefined],
  ];
  for (const [value, text] of texts) {
    it(`is ${text ?? "none"} of ${value === undefined ? "nothing" : JSON.stringify(value)}`, () => {
      assert.equal(jsonText(value), text);
    });
  }
});
