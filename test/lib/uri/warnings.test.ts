import assert from "node:assert/strict";
import { uriWarnings, type UriWarning } from "../../../nodes/lib/uri/warnings";
import { catalogueOf, placeholders } from "../../package/catalogue";

describe("a warning about a broker URI", () => {
  const MISSPELT = {
    clientid: "clientId",
    client_id: "clientId",
    "client-id": "clientId",
    keepAlive: "keepalive",
    keepalve: "keepalive",
    cleanSession: "clean",
    cleanStart: "clean",
    sessionExpiryInterval: "sessionExpiry",
    sessionexpiry: "sessionExpiry",
    version: "protocolVersion",
    timeout: "connectTimeout",
  };
  for (const [parameter, suggestion] of Object.entries(MISSPELT)) {
    it(`says that the parameter ${parameter} is unknown, and that ${suggestion} is near`, () => {
      for (const uri of [`mqtt://h?${parameter}=1`, `wss://h/mqtt?a=1&${parameter}=1`]) {
        const values = { column: uri.indexOf(parameter) + 1, parameter, suggestion };
        assert.deepEqual(uriWarnings(uri), [{ code: "uri-parameter-misspelt", values }]);
      }
    });
  }

  it("says that another parameter is unknown, but for a WebSocket's server, which may want it", () => {
    assert.deepEqual(uriWarnings("mqtt://h?keepalive=5&token=1"), [
      { code: "uri-parameter-unknown", values: { column: 22 } },
    ]);
    assert.deepEqual(uriWarnings("wss://h/mqtt?token=1"), []);
  });

  it("points at what isn't escaped in a user name or password, and quotes nothing of it", () => {
    assert.deepEqual(uriWarnings("mqtt://us er:p@w@h"), [
      { code: "uri-unescaped-at", values: { column: 15 } },
      { code: "uri-unescaped-space", values: { column: 10 } },
    ]);
  });

  it("counts its column in a list of URIs", () => {
    assert.deepEqual(uriWarnings("mqtt://a, ws://b"), [{ code: "uri-no-path", values: { column: 17 } }]);
  });

  it("is not given about a URI that is perfect, or that isn't valid", () => {
    for (const uri of [
      "mqtt://user:p%40w@h:1883/topic?clientId=a",
      "ws://h/",
      "ws://h/mqtt?a",
      "mqtt://u:p@w/x@h",
      "",
    ]) {
      assert.deepEqual(uriWarnings(uri), []);
    }
  });

  it("has a sentence in the catalogue, which uses values that it has", () => {
    const texts = catalogueOf("broker-config")["warnings"] ?? {};
    const all = [
      ..."mqtt://us er:p@w@h?clientid=1&x=2 mqtt://:@h ws://h mqtts://x.iot.eu-west-1.amazonaws.com:443"
        .split(/ (?=mqtt|ws)/)
        .flatMap((uri) => uriWarnings(uri)),
    ];
    assert.deepEqual([...new Set(all.map(({ code }) => code))].sort(), codesIn(texts));
    for (const { code, values } of all) {
      assert.deepEqual(placeholders(texts[code] ?? "").sort(), Object.keys(values).sort());
    }
  });

  function codesIn(texts: object): UriWarning["code"][] {
    const codes = Object.keys(texts).filter((code) => code.startsWith("uri-"));
    return codes.sort() as UriWarning["code"][];
  }
});
