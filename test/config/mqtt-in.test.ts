import { fields } from "../../nodes/mqtt-in/config";
import { itSaves, savedChoice, savedInteger, savedQos, savedText } from "./saved-properties";

describe("the saved properties of mqtt-in", () => {
  itSaves(fields, {
    name: savedText(),
    broker: savedText(),
    topic: savedText(),
    qos: savedQos(1),
    datatype: savedChoice("auto-detect", ["auto-detect", "auto", "utf8", "json", "buffer", "base64"]),
    inputs: savedInteger(0, 0, 1),
  });
});
