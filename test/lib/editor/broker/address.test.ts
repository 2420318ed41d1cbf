import assert from "node:assert/strict";
import {
  checkSchemes,
  completedUri,
  holdsPassword,
  mayBe,
  splitCredentials,
  withoutUserInfo,
} from "../../../../nodes/lib/editor/broker/address";
import { refusal } from "../../thrown";

describe("An address that is typed in the editor", () => {
  it("is completed where it is a host alone", () => {
    assert.equal(completedUri(" broker.lan "), "mqtt://broker.lan");
    assert.equal(completedUri("broker.lan:1884"), "mqtt://broker.lan:1884");
    assert.equal(completedUri("fe80::1%eth0"), "mqtt://[fe80::1%25eth0]");
    for (const text of ["", "a b", "a,b", "a:", "a:b", "mqtt://a", "${HOST}", "u@h"]) {
      assert.equal(completedUri(text), undefined, text);
    }
  });

  it("hands over its user name and password", () => {
    assert.deepEqual(splitCredentials("mqtt://us%65r:p%40ss@h"), {
      uri: "mqtt://h",
      username: "user",
      password: "p@ss",
    });
    assert.deepEqual(splitCredentials("wss://token@h/mqtt"), { uri: "wss://h/mqtt", username: "token" });
    assert.deepEqual(splitCredentials("mqtt://a,mqtt://u:p@b"), {
      uri: "mqtt://a,mqtt://b",
      username: "u",
      password: "p",
    });
    assert.deepEqual(splitCredentials("mqtt://u:p@${HOST}"), { uri: "mqtt://${HOST}", username: "u", password: "p" });
  });

  it("keeps a login that no field can hold, or that comes from the environment", () => {
    for (const text of [
      "mqtt://h",
      "mqtt://u:@h",
      "mqtt://@h",
      "mqtt://${USER}:p@h",
      "mqtt://u:p@h:x",
      "${MQTT_URL}",
    ]) {
      assert.equal(splitCredentials(text), undefined, text);
    }
  });

  it("holds a password where a part of one isn't the environment's", () => {
    for (const text of [
      "mqtt://u:p@h",
      "mqtt://u:${A}b@h",
      "mqtt://u:a/b@h",
      "mqtt://u:a#b@h",
      "mqtt://a,ws://u:p@b",
    ]) {
      assert.ok(holdsPassword(text), text);
    }
    for (const text of ["mqtt://h", "mqtt://u@h", "mqtt://u:${A}@h", "ws://h/a:b@c", "mqtt://h?a=:b@c"]) {
      assert.ok(!holdsPassword(text), text);
    }
  });

  it("is shown without who logs in", () => {
    assert.equal(withoutUserInfo("mqtt://u:p@q@h/x,wss://v@${HOST}/a@b"), "mqtt://h/x,wss://${HOST}/a@b");
  });

  it("may be encrypted, or a WebSocket, by its scheme or by the environment", () => {
    assert.deepEqual(
      [mayBe("secure", "mqtts://h"), mayBe("secure", "mqtt://h"), mayBe("secure", "ws://h")],
      [true, false, false],
    );
    assert.deepEqual([mayBe("websocket", "wss://h"), mayBe("websocket", "mqtts://h")], [true, false]);
    assert.deepEqual([mayBe("secure", "${MQTT_URL}"), mayBe("secure", "mqtt://${HOST}")], [true, false]);
  });

  it("has no unknown scheme beside what the environment adds", () => {
    checkSchemes("${MQTT_URL}, mqtts://${HOST}");
    assert.equal(refusal(() => checkSchemes("mqtt://${A}, mqtss://${B}")).code, "uri-unknown-scheme");
  });
});
