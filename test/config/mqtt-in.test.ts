import { fields } from "../../nodes/mqtt-in/config";
import { itSaves, savedChoice, savedFlag, savedInteger, savedQos, savedText } from "./saved-properties";

describe("the saved properties of mqtt-in", () => {
  itSaves(fields, {
    name: savedText(),
    broker: savedText(),
    topic: savedText(),
    qos: savedQos(1),
    datatype: savedChoice("auto-detect", ["auto-detect", "auto", "utf8", "json", "buffer", "base64"]),
    retained: savedChoice("always", ["always", "new", "never"]),
    noLocal: savedFlag(false),
    retainAsPublished: savedFlag(false),
    ack: savedChoice("auto", ["auto", "manual"]),
    ackTimeout: savedInteger(30, 1, 86_400),
    maxUnacked: savedInteger(10, 1, 65_535),
    persistSubscriptions: savedFlag(false),
    inputs: savedInteger(0, 0, 1),
  });
});
