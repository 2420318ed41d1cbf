import assert from "node:assert/strict";
import { partsOf } from "../../../nodes/lib/uri/broker-parts";
import { parseBrokerUri } from "../../../nodes/lib/uri/broker-uri";
import { doUriAction, type UriAction } from "../../../nodes/lib/uri/uri-action";
import { refusal, thrown } from "../thrown";

const A = partsOf(parseBrokerUri("mqtt://u:p@a"));
const B = partsOf(parseBrokerUri("wss://b/mqtt"));

describe("parsing a value", () => {
  const values: readonly [what: string, value: unknown, parsed: unknown][] = [
    ["a URI gives its parts", "mqtt://u:p@a", A],
    ["a Buffer is UTF-8 text", Buffer.from("mqtt://u:p@a"), A],
    ["a list of URIs gives an array", "mqtt://u:p@a,wss://b/mqtt", [A, B]],
    ["an array gives an array", ["mqtt://u:p@a", Buffer.from("wss://b/mqtt")], [A, B]],
    ["an array of one gives an array of one", ["mqtt://u:p@a"], [A]],
    ["an array with a list gives one array", ["mqtt://u:p@a,wss://b/mqtt", "wss://b/mqtt"], [A, B, B]],
    ["an empty array gives an empty one", [], []],
    ["parts are completed", { username: "u", password: "p", host: "A" }, A],
    ["parts may stand beside URIs", [{ ...A }, "wss://b/mqtt"], [A, B]],
  ];
  for (const [what, value, parsed] of values) {
    it(`of a kind: ${what}`, () => assert.deepEqual(doUriAction("parse", value, true), parsed));
  }

  it("lets two brokers have different passwords: they may be of two connections", () => {
    assert.equal((doUriAction("parse", "mqtt://a:b@a,mqtt://c:d@b", true) as unknown[]).length, 2);
  });
});

describe("formatting a value", () => {
  it("makes a URI of parts, and an array of URIs of an array", () => {
    assert.equal(doUriAction("format", A, true), "mqtt://u:p@a");
    assert.deepEqual(doUriAction("format", [A, B], true), ["mqtt://u:p@a", "wss://b/mqtt"]);
  });

  it("gives a URI its shortest form", () => {
    assert.equal(doUriAction("format", " MQTT://%75:p@A:1883 ", true), "mqtt://u:p@a");
  });
});

describe("redacting a value", () => {
  it("hides what is secret in a text, valid or not, in a Buffer, in parts, and in arrays of them", () => {
    assert.equal(doUriAction("redact", "mqtt://u:p/w@a", true), "mqtt://u:***@a");
    assert.equal(doUriAction("redact", Buffer.from("mqtt://u:p@a"), true), "mqtt://u:***@a");
    assert.equal(doUriAction("redact", A, true), "mqtt://u:***@a");
    assert.deepEqual(doUriAction("redact", ["mqtt://u:p@a", A], true), ["mqtt://u:***@a", "mqtt://u:***@a"]);
  });
});

describe("a value that is no address", () => {
  const kinds: readonly [value: unknown, kind: string][] = [
    [5, "number"],
    [true, "boolean"],
    [null, "null"],
    [undefined, "undefined"],
    [Symbol("x"), "symbol"],
    [() => 1, "function"],
    [Buffer.from([0xff, 0xfe]), "binary"],
  ];
  for (const action of ["parse", "format", "redact"] as const) {
    for (const [value, kind] of kinds) {
      it(`is an error in words: ${action} ${kind}`, () => {
        assert.deepEqual(
          refusal(() => doUriAction(action, value, true)),
          { code: "uri-not-text", values: { kind } },
        );
      });
    }
  }

  it("is found in an array, whose errors tell the element", () => {
    const cause = (action: UriAction, value: unknown): unknown => thrown(() => doUriAction(action, value, true)).cause;
    assert.deepEqual(cause("parse", ["mqtt://a", 5]), { index: 1 });
    assert.deepEqual(cause("redact", [["mqtt://a"]]), { index: 0 });
    assert.deepEqual(cause("format", [A, { host: "h", port: -1 }]), {
      index: 1,
      part: "port",
      column: 1,
      hint: "1-65535",
    });
  });
});

describe("without strictness", () => {
  const bare: Readonly<Record<string, string>> = {
    h: "mqtt://h",
    " h:1884 ": "mqtt://h:1884",
    "192.168.1.1:1883": "mqtt://192.168.1.1",
    "[::1]:1884": "mqtt://[::1]:1884",
    ws: "mqtt://ws",
    "mqtts://h": "mqtts://h",
  };
  for (const [text, uri] of Object.entries(bare)) {
    it(`${JSON.stringify(text)} is ${uri}`, () => assert.equal(doUriAction("format", text, false), uri));
  }

  const wrong: Readonly<Record<string, string>> = {
    "": "uri-empty",
    "mqtt:": "uri-no-scheme",
    "mqtts:h": "uri-no-scheme",
    "//h": "uri-no-scheme",
    "u:p@h": "uri-no-scheme",
    "h/path": "uri-no-scheme",
    "h:port": "uri-bad-port",
    ":1883": "uri-no-host",
    "::1": "uri-ipv6-brackets",
    "h1,h2": "uri-bad-host",
    "${HOST}": "env-unset",
    "mqtss://h": "uri-unknown-scheme",
  };
  for (const [text, code] of Object.entries(wrong)) {
    it(`${JSON.stringify(text)} is still ${code}`, () => {
      assert.equal(refusal(() => doUriAction("parse", text, false)).code, code);
    });
  }
});
