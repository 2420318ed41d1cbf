import assert from "node:assert/strict";
import { redact } from "../../../nodes/lib/uri/redact";

const REDACTED: Readonly<Record<string, string>> = {
  // Nothing is secret here.
  "mqtt://h:1883": "mqtt://h:1883",
  "wss://h/mqtt": "wss://h/mqtt",
  "mqtt://[::1]:1884/a": "mqtt://[::1]:1884/a",
  "mqtt://h?clientId=me@home&keepalive=5": "mqtt://h?clientId=me@home&keepalive=5",
  "": "",
  "localhost:1883": "localhost:1883",
  // The password, and a user name that stands alone: that is how access tokens are written.
  "mqtt://user:pass@h:1883": "mqtt://user:***@h:1883",
  "MQTTS://user:@h": "MQTTS://user:***@h",
  "mqtt://:pass@h": "mqtt://:***@h",
  "mqtt://token@h": "mqtt://***@h",
  "mqtt://user:p@w@h": "mqtt://user:***@h",
  "mqtt://user:p:w@h?clientId=a@b": "mqtt://user:***@h?clientId=a@b",
  "mqtt://u:%2Fw%zz@h": "mqtt://u:***@h",
  // The query, but for our own parameters.
  "wss://h/mqtt?token=secret&keepalive=5": "wss://h/mqtt?token=***&keepalive=5",
  "wss://h/mqtt?X-Amz-Signature=a&X-Amz-Date=b": "wss://h/mqtt?X-Amz-Signature=***&X-Amz-Date=***",
  "wss://h?secret": "wss://h?***",
  // Several
  "mqtt://u:p@a, ws://u:p@b,mqtt://c": "mqtt://u:***@a, ws://u:***@b,mqtt://c",
  // What isn't valid
  "mqtt://user:p/w@h": "mqtt://user:***@h",
  "mqtt://user:p?w#x@h": "mqtt://user:***@h",
  "mqtt://user:1?w@h": "mqtt://user:***@h",
  "ws://user:1/w@h/mqtt": "ws://user:***@h/mqtt",
  "ws://h:1/a?token=x@y": "ws://h:***@y",
  "mqtt://u:p@[::1": "mqtt://u:***@[::1",
  "gopher://u:p@h": "gopher://u:***@h",
  "mqtt://user:hunter2": "mqtt://user:***",
  "mqtt://user:hunter2/x?y": "mqtt://user:***",
  "mqtt://user:1,mqtt://p@h": "mqtt://user:1,mqtt://***@h",
  "mqtt:u:p@h": "mqtt:***@h",
  "//u:p@h": "//u:***@h",
  "u:p@h": "u:***@h",
  "u:p://w@h": "u:***@h",
  "failed: mqtt://u:p@h": "failed:***@h",
};

describe("redacting", () => {
  for (const [text, redacted] of Object.entries(REDACTED)) {
    it(`makes ${JSON.stringify(redacted)} of ${JSON.stringify(text)}`, () => {
      assert.equal(redact(text), redacted);
    });
  }

  it("changes nothing more the second time", () => {
    for (const redacted of Object.values(REDACTED)) assert.equal(redact(redacted), redacted);
  });
});
