import assert from "node:assert/strict";
import { deploy, useRuntime, type DeployedFlow, type FlowMessage } from "../support/flow";

const PARTS = {
  scheme: "mqtts",
  protocol: "mqtts",
  secure: true,
  transport: "tcp",
  username: "user",
  password: "p/w",
  host: "h",
  port: 8884,
  path: "",
  query: "",
  uri: "mqtts://user:p%2Fw@h:8884",
  redacted: "mqtts://user:***@h:8884",
};
const SET = "uri-parser-test-variable";

describe("uri-parser", () => {
  useRuntime();
  afterEach(() => void Reflect.deleteProperty(process.env, SET));

  function running(config: object = {}): Promise<DeployedFlow> {
    return deploy([
      { id: "parser", type: "uri-parser", wires: [["sink"]], ...config },
      { id: "sink", type: "helper" },
    ]);
  }

  async function result(config: object, msg: FlowMessage): Promise<FlowMessage> {
    const flow = await running(config);
    flow.send("parser", msg);
    return flow.received("sink").next();
  }

  it("takes the URI in msg.payload apart, and leaves the rest of the message alone", async () => {
    const { _msgid, ...msg } = await result({}, { payload: PARTS.uri, topic: "t", other: { a: 1 } });
    assert.deepEqual(msg, { payload: PARTS, topic: "t", other: { a: 1 } });
  });

  it("builds a URI of its parts", async () => {
    assert.equal((await result({ action: "format" }, { payload: { ...PARTS } })).payload, PARTS.uri);
  });

  it("hides the password, in a valid URI or not", async () => {
    const msg = await result({ action: "redact" }, { payload: [PARTS.uri, "mqtt://u:p/w@h"] });
    assert.deepEqual(msg.payload, [PARTS.redacted, "mqtt://u:***@h"]);
  });

  it("takes host and port for a URI if it isn't strict", async () => {
    const lenient = await result({ strict: false }, { payload: "h:1884" });
    assert.equal((lenient.payload as { uri: string }).uri, "mqtt://h:1884");
  });

  it("is strict unless it is told otherwise", async () => {
    const flow = await running();
    flow.send("parser", { payload: "h:1884" });
    assert.equal((await flow.caught.next()).error.code, "uri-no-scheme");
  });

  describe("reads from and writes to", () => {
    it("any property of the message, and makes what is missing on the way", async () => {
      const config = { property: "settings.brokers[0]", target: "connect.broker" };
      const msg = await result(config, { settings: { brokers: [PARTS.uri] } });
      assert.deepEqual(msg["connect"], { broker: PARTS });
      assert.deepEqual(msg["settings"], { brokers: [PARTS.uri] });
    });

    for (const type of ["flow", "global"] as const) {
      it(`the ${type} context`, async () => {
        const flow = await running({ property: "a.b", propertyType: type, target: "broker", targetType: type });
        const context = flow.node("parser").context()[type];
        context.set("a", { b: PARTS.uri });
        flow.send("parser", { payload: "stays" });
        assert.equal((await flow.received("sink").next()).payload, "stays");
        assert.deepEqual(context.get("broker"), PARTS);
      });
    }

    it("a context variable that the message names", async () => {
      const config = {
        property: "uris[msg.topic]",
        propertyType: "flow",
        target: "found[msg.topic]",
        targetType: "flow",
      };
      const flow = await running(config);
      const context = flow.node("parser").context().flow;
      context.set("uris", { attic: PARTS.uri });
      context.set("found", {});
      flow.send("parser", { topic: "attic" });
      await flow.received("sink").next();
      assert.deepEqual(context.get("found"), { attic: PARTS });
    });

    it("a context store that takes its time, and messages keep their order", async () => {
      const flow = await running({
        propertyType: "flow",
        property: "#:(slow)::uri",
        targetType: "flow",
        target: "parts",
      });
      const written: unknown[] = [];
      const slow = {
        get: (_key: string, store: string, callback: (error: null, value: unknown) => void) =>
          setImmediate(() => callback(null, `mqtt://${store}`)),
        set: (key: string, value: { host: string }, _store: unknown, callback: () => void) =>
          setImmediate(() => {
            written.push([key, value.host]);
            callback();
          }),
      };
      flow.node("parser").context = () => ({ flow: slow }) as never;
      for (const topic of ["first", "second"]) flow.send("parser", { topic });
      assert.deepEqual(
        (await flow.received("sink").take(2)).map(({ topic }) => topic),
        ["first", "second"],
      );
      assert.deepEqual(written, [
        ["parts", "slow"],
        ["parts", "slow"],
      ]);
      assert.equal((await flow.completed.take(2)).length, 2);
    });

    it("an error of a context store, which goes to Catch", async () => {
      const flow = await running({ propertyType: "global", property: "uri" });
      const broken = {
        get: (_key: string, _store: unknown, callback: (error: Error) => void) => callback(new Error("disk")),
      };
      flow.node("parser").context = () => ({ global: broken }) as never;
      flow.send("parser", {});
      const { error } = await flow.caught.next();
      assert.equal(error.code, "unexpected");
      assert.match(error.message, /disk/);
    });

    it("the environment, which is only read", async () => {
      process.env[SET] = PARTS.uri;
      const msg = await result({ property: SET, propertyType: "env", target: "broker" }, { payload: "stays" });
      assert.deepEqual([msg["broker"], msg.payload], [PARTS, "stays"]);
    });

    it("the environment of the flow", async () => {
      const flow = await deploy([
        { id: "tab", type: "tab", label: "x", env: [{ name: "URI", type: "str", value: PARTS.uri }] },
        { id: "parser", type: "uri-parser", z: "tab", property: "URI", propertyType: "env", wires: [["sink"]] },
        { id: "sink", type: "helper", z: "tab" },
      ]);
      flow.send("parser", {});
      assert.deepEqual((await flow.received("sink").next()).payload, PARTS);
    });
  });

  describe("sends to Catch, with a code and what is known:", () => {
    const cases: readonly [
      what: string,
      config: object,
      msg: FlowMessage,
      code: string,
      cause: unknown,
      words: RegExp,
    ][] = [
      [
        "what isn't escaped",
        {},
        { payload: "mqtt://user:p/w@h" },
        "uri-unescaped",
        { column: 14, hint: "%2F" },
        /Column 14: write '\/' in a password as %2F\.$/,
      ],
      [
        "an unknown protocol",
        {},
        { payload: "mqtss://h" },
        "uri-unknown-scheme",
        { column: 1, hint: "mqtts" },
        /Unknown protocol 'mqtss'\. Did you mean mqtts\?$/,
      ],
      [
        "an address of an array",
        {},
        { payload: ["mqtt://h", "mqtt://h:0"] },
        "uri-bad-port",
        { column: 10, hint: "1-65535", index: 1 },
        /Port 0 is not between 1 and 65535 \(column 10\)/,
      ],
      [
        "a part",
        { action: "format" },
        { payload: { host: "h/../@evil" } },
        "uri-bad-host",
        { column: 2, part: "host" },
        /Column 2: this is neither a host name/,
      ],
      [
        "a variable that is left",
        {},
        { payload: "mqtt://${HOST}" },
        "env-unset",
        { column: 8 },
        /environment variable HOST is not set/,
      ],
      ["a number", {}, { payload: 5 }, "uri-not-text", {}, /must be a text, a Buffer or an object.*, not number/],
      [
        "nothing",
        { property: "a.b" },
        { payload: "x" },
        "uri-missing",
        undefined,
        /no address of a broker in msg\.a\.b/,
      ],
      [
        "an unset variable",
        { propertyType: "env", property: "NOT_SET" },
        {},
        "env-unset",
        undefined,
        /NOT_SET is not set/,
      ],
      [
        "nothing in the context",
        { propertyType: "flow", property: "gone.far" },
        {},
        "uri-missing",
        undefined,
        /in flow\.gone\.far/,
      ],
      [
        "what can't be written",
        { target: "topic.broker" },
        { payload: "mqtt://h", topic: "text" },
        "uri-target",
        undefined,
        /Nothing can be written to msg\.topic\.broker/,
      ],
    ];
    for (const [what, config, msg, code, cause, words] of cases) {
      it(what, async () => {
        const flow = await running(config);
        flow.send("parser", msg);
        const { error, ...caught } = await flow.caught.next();
        assert.equal(error.code, code);
        assert.deepEqual(error.cause, cause);
        assert.match(error.message, words);
        for (const [name, value] of Object.entries(msg)) assert.deepEqual(caught[name], value);
        assert.deepEqual([flow.caught.all.length, flow.completed.all.length], [1, 0]);
        assert.deepEqual(flow.received("sink").all, []);
      });
    }

    it("a message that can't even be read", async () => {
      const flow = await running();
      const unreadable = Object.defineProperty({ payload: { host: "h" } }, "payload", {
        enumerable: true,
        get: () => {
          throw new Error("no reading");
        },
      });
      flow.send("parser", unreadable);
      flow.send("parser", { payload: "mqtt://h" });
      assert.equal(((await flow.completed.next()).payload as { host: string }).host, "h");
      assert.equal(flow.completed.all.length, 1);
    });
  });

  it("shows what is wrong with the last message, and nothing once one is right", async () => {
    const flow = await running();
    const statuses = flow.statuses("parser");
    flow.send("parser", { payload: "mqtt://user:p/w@h" });
    assert.deepEqual(await statuses.next(), { fill: "red", shape: "dot", text: "column 14: '/' in password" });
    flow.send("parser", { payload: "mqtt://h" });
    assert.deepEqual(await statuses.next(), {});
    flow.send("parser", { payload: "" });
    assert.deepEqual(await statuses.next(), {
      fill: "red",
      shape: "dot",
      text: "@m2m-flows/node-red-mqtt/uri-parser:status.uri-empty",
    });
  });

  it("never repeats a password, in an error, a status or the log", async () => {
    const flow = await running();
    for (const payload of ["S3C/RET", "S3C%zzRET", "S3C@RET:x", "S3C RET", "S3C?RET", "S3C#RET"].map(uriWith)) {
      flow.send("parser", { payload });
    }
    flow.send("parser", { payload: "mqtt://user:S3CRET" });
    flow.send("parser", { payload: "mqtt://h", topic: "last" });
    await flow.completed.next(({ topic }) => topic === "last");
    const errors = flow.caught.all.map(({ error }) => error);
    assert.ok(errors.length >= 5);
    assert.doesNotMatch(JSON.stringify([errors, flow.statuses("parser").all, flow.logged.all]), /S3C|RET/);
  });

  it("warns of what is valid and probably not meant, and not again for the same", async () => {
    const flow = await running();
    for (const payload of ["mqtt://h?clientid=a", "mqtt://h?clientid=a", "mqtt://h", "mqtt://h?clientid=a"]) {
      flow.send("parser", { payload });
    }
    await flow.received("sink").take(4);
    const warnings = flow.logged.all.filter(({ msg }) =>
      String(msg).includes("parameter clientid is unknown. Did you mean clientId"),
    );
    assert.equal(warnings.length, 2);
  });

  describe("says that it can't work, and still ends each message, with", () => {
    const cases: readonly [what: string, config: object, code: string][] = [
      ["the environment as target", { target: "X", targetType: "env" }, "config-not-one-of"],
      ["a property that is none", { property: "a[" }, "config-wrong-shape"],
      ["a target that is none", { target: "a b" }, "config-wrong-shape"],
      ["a context variable that is none", { property: "#:(store)::a..b", propertyType: "flow" }, "config-wrong-shape"],
      ["an unknown action", { action: "guess" }, "config-not-one-of"],
      ["an unset variable in a property", { property: "${NOT_SET}" }, "env-unset"],
    ];
    for (const [what, config, code] of cases) {
      it(what, async () => {
        const flow = await running(config);
        const shown = await flow.statuses("parser").next();
        assert.deepEqual([shown.fill, shown.shape], ["red", "ring"]);
        flow.send("parser", { payload: "mqtt://h", topic: "x" });
        assert.equal((await flow.caught.next(({ topic }) => topic === "x")).error.code, code);
      });
    }

    it("nothing that could be a password: a variable whose name is an address isn't repeated", async () => {
      const flow = await running({ propertyType: "env", property: "mqtt://u:s3cret@h" });
      flow.send("parser", {});
      assert.doesNotMatch(JSON.stringify((await flow.caught.next()).error), /s3cret/);
    });
  });
});

function uriWith(password: string): string {
  return `mqtt://user:${password}@h`;
}
