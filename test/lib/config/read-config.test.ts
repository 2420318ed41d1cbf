import assert from "node:assert/strict";
import { flag, integer, json, text, uris } from "../../../nodes/lib/config/field";
import { readConfig } from "../../../nodes/lib/config/read-config";

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;
const fields = {
  name: text(),
  uri: uris("mqtt://localhost"),
  port: integer(1883, 1, 65_535),
  clean: flag(true),
  extra: json<object>({}, isObject, "{}"),
};
const DEFAULTS = { name: "", uri: "mqtt://localhost", port: 1883, clean: true, extra: {} };

describe("the configuration of a node", () => {
  it("has every property, with its default where nothing is saved", () => {
    for (const saved of [{}, { name: "", uri: "", port: "", clean: "", extra: "" }, { port: null, extra: undefined }]) {
      assert.deepEqual(read(saved), { config: DEFAULTS, errors: [], unknown: [] });
    }
  });

  it("has what is saved, of the right type", () => {
    const { config } = read({ name: 5, port: "8883", clean: "false", extra: '{"a": [1]}' });
    assert.deepEqual(config, { ...DEFAULTS, name: "5", port: 8883, clean: false, extra: { a: [1] } });
  });

  it("has the default of what can't be read, and tells of each in the order of the fields", () => {
    const { config, errors } = read({ extra: "{", clean: "maybe", port: 0, name: "n" });
    assert.deepEqual(config, { ...DEFAULTS, name: "n" });
    assert.deepEqual(
      errors.map(({ code, values }) => [code, (values as { property: string }).property]),
      [
        ["config-not-integer", "port"],
        ["config-not-boolean", "clean"],
        ["config-not-json", "extra"],
      ],
    );
  });

  it("has environment variables put in before a property is read, also inside objects, and after JSON text is parsed", () => {
    const { config, errors } = read({ name: "n-${A}", port: "1${N}", clean: "${B}", extra: { a: ["${A}"] } });
    assert.deepEqual(errors, []);
    assert.deepEqual(config, { ...DEFAULTS, name: "n-x", port: 15, clean: false, extra: { a: ["x"] } });
    assert.deepEqual(read({ extra: '{"a": "${A}", "b": "${QUOTE}"}' }).config.extra, { a: "x", b: 'C:\\new "q"' });
  });

  it("leaves the environment variables of an address to be put in where it is known what to encode", () => {
    const { config, errors } = read({ uri: "mqtt://${MISSING}:${A}@h" });
    assert.equal(config.uri, "mqtt://${MISSING}:${A}@h");
    assert.deepEqual(errors, []);
  });

  it("names an environment variable that isn't set", () => {
    for (const saved of [{ name: "${MISSING}" }, { port: "${MISSING}" }, { extra: { deep: [{ a: "${MISSING}" }] } }]) {
      const { config, errors } = read(saved);
      assert.deepEqual(config, DEFAULTS);
      assert.deepEqual(
        errors.map(({ code, values }) => ({ code, values })),
        [{ code: "env-unset", values: { name: "MISSING" } }],
      );
    }
  });

  it("reads own properties only", () => {
    const saved = Object.create({ name: "inherited", port: 1, other: 2 }) as object;
    assert.deepEqual(read(saved), { config: DEFAULTS, errors: [], unknown: [] });
  });

  it("tells which saved properties nobody reads", () => {
    assert.deepEqual(read({ Name: "n", keepalive: 5, port: 1, "": 1, hasOwnProperty: 1 }).unknown, [
      "Name",
      "keepalive",
      "",
      "hasOwnProperty",
    ]);
    assert.deepEqual(read(JSON.parse('{"__proto__": 1}') as object).unknown, ["__proto__"]);
  });

  it("doesn't tell of what Node-RED saves with every node", () => {
    const ofNodeRed = { id: "1", type: "t", z: "f", g: "g", d: true, l: false, x: 1, y: 2, wires: [[]], info: "i" };
    const ofSubflows = { _alias: "a", _flow: {}, _module: {}, _path: "p", env: [], credentials: {}, _users: [] };
    const ofDialogs = { icon: "i", color: "c", inputs: 1, outputs: 1, inputLabels: [], outputLabels: [] };
    assert.deepEqual(read({ ...ofNodeRed, ...ofSubflows, ...ofDialogs }).unknown, []);
  });

  it("leaves what is saved as it was", () => {
    const saved = Object.freeze({ name: "${A}", extra: Object.freeze({ a: "${A}" }) });
    read(saved);
    assert.deepEqual(saved, { name: "${A}", extra: { a: "${A}" } });
  });

  function read(saved: object): ReturnType<typeof readConfig<typeof fields>> {
    const variables: Readonly<Record<string, unknown>> = {
      A: "x",
      N: "5",
      B: "false",
      QUOTE: 'C:\\new "q"',
    };
    return readConfig(fields, saved, (name) => variables[name]);
  }
});
