import assert from "node:assert/strict";
import { parseBrokerUri } from "../../../nodes/lib/uri/broker-uri";
import { refusal } from "../thrown";

describe("the parameters of a broker URI", () => {
  const VALUES = {
    "clientId=a%20b": { clientId: "a b" },
    "clientId=": { clientId: "" },
    "keepalive=0": { keepalive: 0 },
    "keepalive=65535": { keepalive: 65_535 },
    "clean=false": { clean: false },
    "clean=true": { clean: true },
    "sessionExpiry=4294967295": { sessionExpiry: 4_294_967_295 },
    "protocolVersion=5": { protocolVersion: "5" },
    "protocolVersion=4": { protocolVersion: "4" },
    "protocolVersion=3": { protocolVersion: "3" },
    "connectTimeout=3600": { connectTimeout: 3_600 },
    "keepalive=1&clean=false": { keepalive: 1, clean: false },
    "keepalive=": { keepalive: undefined },
  };
  for (const [query, parameters] of Object.entries(VALUES)) {
    it(`give ${query} its type`, () => {
      assert.deepEqual(parseBrokerUri(`mqtt://h?${query}`).parameters, parameters);
    });
  }

  it("that are ours are told from those that a WebSocket server may want, which stay in the query", () => {
    const { query, parameters } = parseBrokerUri(
      "wss://h/mqtt?token=x&keepalive=5&__proto__=1&constructor=2&KeepAlive=6",
    );
    assert.deepEqual(parameters, { keepalive: 5 });
    assert.equal(query, "token=x&keepalive=5&__proto__=1&constructor=2&KeepAlive=6");
  });

  const wrong = [
    ["keepalive", "65536"],
    ["keepalive", "-1"],
    ["keepalive", "soon"],
    ["clean", "yes"],
    ["sessionExpiry", "4294967296"],
    ["protocolVersion", "6"],
    ["protocolVersion", "auto"],
    ["connectTimeout", "0"],
    ["connectTimeout", "1.5"],
  ];
  for (const [parameter, value] of wrong) {
    it(`refuse ${parameter}=${value}`, () => {
      const expected = { code: "uri-bad-parameter", values: { parameter, value } };
      assert.deepEqual(
        refusal(() => parseBrokerUri(`mqtt://h?${parameter}=${value}`)),
        expected,
      );
    });
  }
});
