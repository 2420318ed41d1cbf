import assert from "node:assert/strict";
import { expandBrokerUris, parseBrokerUris } from "../../../nodes/lib/uri/broker-uris";
import { refusal, thrown } from "../thrown";

describe("several broker URIs", () => {
  it("are separated by commas, with or without spaces, and keep their order", () => {
    assert.deepEqual(hosts("mqtt://b,mqtts://a, ws://c/mqtt ,\n tcp://d"), ["b:1883", "a:8883", "c:80", "d:1883"]);
  });

  it("are separated by commas only before a scheme", () => {
    const [first, second, ...rest] = parseBrokerUris("mqtt://user:p,w,x@a,MQTT+SSL://user:p,w,x@b");
    assert.deepEqual([first?.password, first?.host], ["p,w,x", "a"]);
    assert.deepEqual([second?.password, second?.host], ["p,w,x", "b"]);
    assert.deepEqual(rest, []);
  });

  it("may be one", () => {
    assert.deepEqual(hosts(" mqtt://a "), ["a:1883"]);
  });

  it("don't hide an empty one or one without a scheme", () => {
    assert.equal(refusal(() => parseBrokerUris("")).code, "uri-empty");
    assert.equal(refusal(() => parseBrokerUris(",mqtt://a")).code, "uri-empty");
    assert.equal(refusal(() => parseBrokerUris("mqtt://a,b")).code, "uri-bad-host");
  });

  it("have errors whose column counts in the whole text", () => {
    const text = " mqtt://a, mqtt://b:port";
    assert.deepEqual(thrown(() => parseBrokerUris(text)).cause, { column: text.indexOf("port") + 1, hint: "1-65535" });
  });

  it("share one user name and password, which may stand in any of them", () => {
    assert.doesNotThrow(() => parseBrokerUris("mqtt://a,mqtt://user:pass@b,mqtt://c,mqtt://user:pass@d"));
    assert.doesNotThrow(() => parseBrokerUris("mqtt://us%65r:pass@a,mqtt://user:p%61ss@b"));
  });

  const mixed = [
    "user:pass@a,mqtt://other:pass@b",
    "user:pass@a,mqtt://user:word@b",
    "user@a,mqtt://user:@b",
    "@a,mqtt://user@b",
  ];
  for (const uris of mixed) {
    it(`are an error with different ones: mqtt://${uris}`, () => {
      assert.deepEqual(
        refusal(() => parseBrokerUris(`mqtt://${uris}`)),
        { code: "uri-mixed-credentials", values: {} },
      );
    });
  }

  function hosts(text: string): string[] {
    return parseBrokerUris(text).map(({ host, port }) => `${host}:${port}`);
  }
});

describe("environment variables in broker URIs", () => {
  const VARIABLES: Readonly<Record<string, unknown>> = {
    HOST: "broker.local:1884",
    USER: "us:er",
    PASS: "p@s/s w%rd",
    PORT: 1885,
    SECURE: true,
    URLS: "mqtt://user:p%40ss@a,mqtt://b",
    EMPTY: "",
    NOTHING: null,
    LIST: ["a"],
  };

  it("are put in as they are as host, port, path and query", () => {
    const text = "ws://${HOST}/${SECURE}?clientId=${USER}, mqtt://h:${PORT}";
    assert.equal(expand(text), "ws://broker.local:1884/true?clientId=us:er, mqtt://h:1885");
  });

  it("are percent-encoded as user name and password, so that any character may be in them", () => {
    const [uri] = parseBrokerUris(expand("mqtt://${USER}:${PASS}@${HOST}"));
    assert.deepEqual(
      [uri?.username, uri?.password, uri?.host, uri?.port],
      ["us:er", "p@s/s w%rd", "broker.local", 1884],
    );
  });

  it("are put in as they are as scheme, whatever the user info", () => {
    const values: Readonly<Record<string, string>> = { S: "mqtt+ssl", U: "a/b" };
    assert.equal(
      expandBrokerUris("${S}://${U}@h", (name) => values[name]),
      "mqtt+ssl://a%2Fb@h",
    );
  });

  it("are percent-encoded in the user info of each URI of a list", () => {
    const uris = parseBrokerUris(expand("mqtt://${USER}:${PASS}@a/,wss://${USER}:${PASS}@${HOST}/@${USER}"));
    assert.deepEqual(
      uris.map(({ password, host, path }) => [password, host, path]),
      [
        ["p@s/s w%rd", "a", "/"],
        ["p@s/s w%rd", "broker.local", "/@us:er"],
      ],
    );
  });

  it("may be part of a user name or a password", () => {
    assert.equal(expand("mqtt://a-${USER}-b:${PASS}@h"), "mqtt://a-us%3Aer-b:p%40s%2Fs%20w%25rd@h");
  });

  it("may hold whole URIs where one is the whole text", () => {
    for (const text of ["${URLS}", " ${URLS}\n"]) {
      assert.deepEqual(
        parseBrokerUris(expand(text)).map(({ password, host }) => [password, host]),
        [
          ["p@ss", "a"],
          [undefined, "b"],
        ],
      );
    }
  });

  it("may be empty", () => {
    assert.equal(expand("mqtt://h${EMPTY}"), "mqtt://h");
  });

  it("are named when they are not set, or no text", () => {
    for (const name of ["MISSING", "NOTHING", "LIST"]) {
      for (const text of [`mqtt://u:\${${name}}@h`, `\${${name}}`, `mqtt://a,mqtt://\${${name}}`]) {
        assert.deepEqual(
          refusal(() => expand(text)),
          { code: "env-unset", values: { name } },
        );
      }
    }
  });

  function expand(text: string): string {
    return expandBrokerUris(text, (name) => VARIABLES[name]);
  }
});
