import assert from "node:assert/strict";
import { parseBrokerUri } from "../../../nodes/lib/uri/broker-uri";
import { thrown } from "../thrown";

describe("the parameters of a broker URI", () => {
  const VALUES = {
    "clientId=a%20b": { clientId: "a b" },
    "clientId=a+b=c": { clientId: "a+b=c" },
    "clientId=": { clientId: "" },
    clientId: { clientId: "" },
    "&&keepalive=5&": { keepalive: 5 },
    "keepalive=5&keepalive=6": { keepalive: 6 },
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
    ["keepalive", "", "0-65535"],
    ["keepalive", "0x10", "0-65535"],
    ["keepalive", "1e2", "0-65535"],
    ["keepalive", "%2B5", "0-65535"],
    ["keepalive", "65536", "0-65535"],
    ["keepalive", "-1", "0-65535"],
    ["keepalive", "soon", "0-65535"],
    ["clean", "yes", "true, false"],
    ["sessionExpiry", "4294967296", "0-4294967295"],
    ["protocolVersion", "6", "5, 4, 3"],
    ["protocolVersion", "auto", "5, 4, 3"],
    ["connectTimeout", "0", "1-3600"],
    ["connectTimeout", "1.5", "1-3600"],
  ] as const;
  for (const [parameter, value, allowed] of wrong) {
    it(`refuse ${parameter}=${value}, and tell what is allowed`, () => {
      const uri = `mqtt://h?a=1&${parameter}=${value}`;
      const column = uri.lastIndexOf("=") + 2;
      const error = thrown(() => parseBrokerUri(uri));
      assert.deepEqual([error.code, error.values], ["uri-bad-parameter", { parameter, allowed, column }]);
      assert.deepEqual(error.cause, { column, hint: allowed });
    });
  }

  it("have whole percent escapes", () => {
    const error = thrown(() => parseBrokerUri("mqtt://h?clientId=100%"));
    assert.deepEqual([error.code, error.cause], ["uri-bad-escape", { column: 22, hint: "%25" }]);
  });
});
