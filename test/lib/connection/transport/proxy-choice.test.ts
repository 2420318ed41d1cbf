import assert from "node:assert/strict";
import { proxyFor } from "../../../../nodes/lib/connection/transport/proxy-choice";
import { MqttNodeError } from "../../../../nodes/lib/errors";
import { parseBrokerUri, PROTOCOLS, type Protocol } from "../../../../nodes/lib/uri/broker-uri";

/** The variables that count for a protocol, the first first. */
const VARIABLES: Readonly<Record<Protocol, readonly string[]>> = {
  mqtt: ["mqtt_proxy", "all_proxy"],
  mqtts: ["mqtts_proxy", "all_proxy"],
  ws: ["ws_proxy", "http_proxy", "all_proxy"],
  wss: ["wss_proxy", "https_proxy", "all_proxy"],
};

/** `host:port` of the proxy chosen. */
function chosen(uri: string, environment: NodeJS.ProcessEnv): string | undefined {
  return proxyFor(parseBrokerUri(uri), environment)?.name;
}

/** The error for a value of `mqtt_proxy`. */
function failure(value: string): MqttNodeError {
  try {
    proxyFor(parseBrokerUri("mqtt://h"), { mqtt_proxy: value });
  } catch (error) {
    if (error instanceof MqttNodeError) return error as MqttNodeError;
  }
  return assert.fail(`${value} is taken for a proxy`);
}

describe("the proxy for a broker", () => {
  for (const protocol of Object.keys(PROTOCOLS) as Protocol[]) {
    const variables = VARIABLES[protocol];
    const uri = `${protocol}://broker.example`;

    it(`is none where no variable is set: ${protocol}`, () => {
      assert.equal(chosen(uri, {}), undefined);
      assert.equal(chosen(uri, Object.fromEntries(variables.map((name) => [name, " "]))), undefined);
    });

    it(`is that of ${variables.join(", then ")}: ${protocol}`, () => {
      const environment = Object.fromEntries(variables.map((name) => [name, `http://${name}:1`]));
      for (const name of variables) {
        assert.equal(chosen(uri, environment), `${name}:1`);
        environment[name] = "";
      }
    });

    it(`is that of no other variable: ${protocol}`, () => {
      const others = Object.values(VARIABLES)
        .flat()
        .filter((name) => !variables.includes(name));
      assert.equal(chosen(uri, Object.fromEntries(others.map((name) => [name, "http://other:1"]))), undefined);
    });
  }

  it("is that of the variable in lower case before that in upper case", () => {
    assert.equal(chosen("ws://h", { HTTP_PROXY: "http://upper:1" }), "upper:1");
    assert.equal(chosen("ws://h", { HTTP_PROXY: "http://upper:1", http_proxy: "http://lower:1" }), "lower:1");
  });

  it("is none for this machine", () => {
    for (const host of ["localhost", "127.0.0.1", "127.8.9.10", "[::1]", "[0:0:0:0:0:0:0:1]"]) {
      assert.equal(chosen(`mqtt://${host}`, { all_proxy: "http://proxy:1" }), undefined);
    }
  });

  it("is none for the hosts of no_proxy", () => {
    const environment = { all_proxy: "http://proxy:1", no_proxy: "plant.example 10.0.0.0/8" };
    assert.equal(chosen("mqtt://broker.plant.example", environment), undefined);
    assert.equal(chosen("wss://10.1.2.3", environment), undefined);
    assert.equal(chosen("mqtt://broker.example", environment), "proxy:1");
    assert.equal(chosen("mqtt://broker.example", { ...environment, NO_PROXY: "*" }), "proxy:1");
    assert.equal(chosen("mqtt://broker.example", { all_proxy: "http://proxy:1", NO_PROXY: "*" }), undefined);
  });
});

describe("the address of a proxy", () => {
  const read = (all_proxy: string): ReturnType<typeof proxyFor> => proxyFor(parseBrokerUri("mqtt://h"), { all_proxy });

  for (const [text, host, port, secure] of [
    ["http://proxy.example:3128", "proxy.example", 3128, false],
    ["http://proxy.example:3128/", "proxy.example", 3128, false],
    ["HTTP://Proxy.Example", "proxy.example", 80, false],
    ["https://proxy.example", "proxy.example", 443, true],
    ["proxy.example:3128", "proxy.example", 3128, false],
    ["localhost:3128", "localhost", 3128, false],
    ["http://[2001:db8::1]:3128", "2001:db8::1", 3128, false],
    ["192.0.2.1", "192.0.2.1", 80, false],
  ] as const) {
    it(`may be ${text}`, () => {
      const address = read(text);
      assert.deepEqual([address?.host, address?.port, address?.secure], [host, port, secure]);
      assert.equal(address?.authorization, undefined);
    });
  }

  for (const [login, decoded] of [
    ["joe:s3cret", "joe:s3cret"],
    ["j%C3%B6rg:p%40ss%3Aw%2Frd", "jörg:p@ss:w/rd"],
    ["joe", "joe:"],
    [":s3cret", ":s3cret"],
  ] as const) {
    it(`may hold a login, which its name doesn't: ${login}`, () => {
      const address = read(`http://${login}@proxy.example:3128`);
      assert.equal(address?.name, "proxy.example:3128");
      const [scheme, value = ""] = (address.authorization ?? "").split(" ");
      assert.deepEqual([scheme, Buffer.from(value, "base64").toString()], ["Basic", decoded]);
    });
  }

  for (const text of [
    "socks5://joe:s3cret@proxy:1080",
    "socks://s3cret:1080",
    "ftp://s3cret",
    "http://",
    "http://s3cret:99999",
    "http://s3cret:port",
    "http://joe:s3cret%@proxy:3128",
    "http://s3cret host",
  ]) {
    it(`is refused with the variable's name and nothing of its value: ${text}`, () => {
      const { code, values, cause, message } = failure(text);
      assert.deepEqual([code, values, cause], ["proxy-unsupported", { variable: "mqtt_proxy" }, undefined]);
      assert.ok(!message.includes("s3cret"));
    });
  }
});
