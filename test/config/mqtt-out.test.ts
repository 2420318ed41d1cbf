import { fields } from "../../nodes/mqtt-out/config";
import { itSaves, savedFlag, savedInteger, savedText, savedQos } from "./saved-properties";

describe("the saved properties of mqtt-out", () => {
  itSaves(fields, {
    name: savedText(),
    broker: savedText(),
    topic: savedText(),
    qos: savedQos(undefined),
    retain: savedFlag(undefined),
    responseTopic: savedText(),
    contentType: savedText(),
    correlationData: savedText(),
    messageExpiryInterval: savedInteger(undefined, 0, 4_294_967_295),
    userProperties: {
      fallback: {},
      valid: [
        [
          { a: "b", c: ["d", "e"] },
          { a: "b", c: ["d", "e"] },
        ],
        ['{"a": "b"}', { a: "b" }],
        [{}, {}],
      ],
      invalid: [[], 5, "null", { a: 1 }, { a: [1] }, { a: null }, { a: { b: "c" } }, '"text"'],
      code: "config-wrong-shape",
    },
  });
});
