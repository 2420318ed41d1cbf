import assert from "node:assert/strict";
import { fields } from "../../nodes/broker-config/config";
import { readConfig } from "../../nodes/lib/config/read-config";
import { itSaves, savedChoice, savedFlag, savedInteger, savedText, type SavedProperty } from "./saved-properties";

const MESSAGE = {
  topic: "a",
  payload: "p",
  qos: "1",
  retain: "true",
  properties: { delay: 5, userProperties: { a: "b" } },
};
const NOT_MESSAGES = [
  {},
  { topic: "" },
  { topic: 5 },
  { topic: "a", payload: 5 },
  { topic: "a", qos: 3 },
  5,
  "5",
  "text",
];
const NOT_MESSAGES_EITHER = [
  { topic: "a", retain: "yes" },
  { topic: "a", properties: [] },
  { topic: "a", properties: { userProperties: { a: 5 } } },
];

describe("the saved properties of broker-config", () => {
  itSaves(fields, {
    name: savedText(),
    uri: savedText("mqtt://localhost:1883"),
    protocolVersion: savedChoice("auto", ["auto", "5", "4", "3"]),
    clientId: savedText(),
    keepalive: savedInteger(60, 0, 65_535),
    connectTimeout: savedInteger(30, 1, 3_600),
    cleanSession: savedFlag(true),
    sessionExpiry: savedInteger(undefined, 0, 4_294_967_295),
    autoConnect: savedFlag(true),
    tls: savedText(),
    verifyServer: savedFlag(true),
    birth: asJson([], [[], [MESSAGE], [MESSAGE, { topic: "b" }]], [MESSAGE, "null", [MESSAGE, {}], [null], 5]),
    close: asJson(null, [MESSAGE, { topic: "a" }], [...NOT_MESSAGES, ...NOT_MESSAGES_EITHER, [MESSAGE]]),
    will: asJson(null, [MESSAGE, { topic: "a", payload: "" }], [...NOT_MESSAGES, ...NOT_MESSAGES_EITHER, [MESSAGE]]),
    queue: savedChoice("memory", ["memory", "disk", "off"]),
    queueLimit: savedInteger(10_000, 1, 100_000_000),
    queueBytes: { ...savedInteger(104_857_600, 1, Number.MAX_SAFE_INTEGER), invalid: [0, "many", 1.5, "1e99"] },
    queueOverflow: savedChoice("reject", ["reject", "drop-oldest"]),
    queueQos0: savedFlag(false),
    messageTtl: savedInteger(0, 0, 4_294_967_295),
    drainRate: savedInteger(0, 0, 1_000_000),
    subscribeBatch: savedInteger(0, 0, 65_535),
    reconnectMin: savedInteger(1, 1, 86_400),
    reconnectMax: savedInteger(60, 1, 86_400),
    properties: asJson(
      {},
      [{ receiveMaximum: "20", userProperties: { a: ["b", "c"] } }, {}],
      [[], 5, "null", { userProperties: { a: 1 } }, { userProperties: [] }, { userProperties: "a" }],
    ),
    websocket: asJson({}, [{}, { subprotocol: "mqttv3.1" }], [[], 5, "null", { subprotocol: 5 }]),
  });

  it("don't hold a saved JSON text that can't be parsed", () => {
    for (const property of ["birth", "close", "will", "properties", "websocket"]) {
      const { errors } = readConfig(fields, { [property]: "{topic: a" }, () => undefined);
      assert.deepEqual(
        errors.map(({ code, values }) => [code, values]),
        [["config-not-json", { property }]],
      );
    }
  });

  /** An object is saved as such or as its JSON text. */
  function asJson(fallback: unknown, valid: readonly unknown[], invalid: readonly unknown[]): SavedProperty {
    const forms = valid.flatMap(
      (value) =>
        [
          [value, value],
          [JSON.stringify(value), value],
        ] as const,
    );
    const wrong = invalid.filter((value) => value !== "text");
    return { fallback, valid: forms, invalid: wrong, code: "config-wrong-shape" };
  }
});
