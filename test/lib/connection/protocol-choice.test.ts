import assert from "node:assert/strict";
import { ProtocolChoice } from "../../../nodes/lib/connection/protocol-choice";
import { MqttNodeError, type ErrorCode } from "../../../nodes/lib/errors";

describe("the protocol version, chosen automatically", () => {
  it("is MQTT 5 first", () => {
    assert.equal(new ProtocolChoice("auto").version, 5);
  });

  it("is 3.1.1, at once, when the broker says that it doesn't know 5 [MQTT-3.1.2-2]", () => {
    const choice = new ProtocolChoice("auto");
    assert.equal(fail(choice, "protocol-unsupported"), true);
    assert.equal(choice.version, 4);
  });

  it("is 3.1.1, at once, after two closes before CONNACK", () => {
    const choice = new ProtocolChoice("auto");
    assert.deepEqual([fail(choice, "connection-lost"), choice.version], [false, 5]);
    assert.deepEqual([fail(choice, "connection-lost"), choice.version], [true, 4]);
  });

  it("stays 5 after closes before the transport was up, as when a port is closed", () => {
    const choice = new ProtocolChoice("auto");
    for (let times = 0; times < 5; times += 1) assert.equal(fail(choice, "connection-lost", false), false);
    assert.equal(choice.version, 5);
  });

  const harmless: ErrorCode[] = [
    "connect-timeout",
    "connection-refused",
    "host-not-found",
    "bad-credentials",
    "not-authorised",
    "server-unavailable",
    "client-id-refused",
    "certificate-untrusted",
    "connect-refused",
  ];
  for (const code of harmless) {
    it(`stays 5 after ${code}, however often`, () => {
      const choice = new ProtocolChoice("auto");
      for (let times = 0; times < 5; times += 1) assert.equal(fail(choice, code), false);
      assert.equal(choice.version, 5);
    });
  }

  it("forgets a close once 5 was accepted: a restarting broker closes too", () => {
    const choice = new ProtocolChoice("auto");
    fail(choice, "connection-lost");
    choice.accepted();
    assert.equal(fail(choice, "connection-lost"), false);
    assert.equal(choice.version, 5);
  });

  it("is remembered once 3.1.1 was accepted", () => {
    const choice = new ProtocolChoice("auto");
    fail(choice, "protocol-unsupported");
    choice.accepted();
    assert.equal(choice.version, 4);
  });

  it("is 5 again with the next attempt after 3.1.1 has failed, whatever the failure", () => {
    for (const code of ["connection-refused", "protocol-unsupported", "connection-lost", "bad-credentials"] as const) {
      const choice = new ProtocolChoice("auto");
      fail(choice, "protocol-unsupported");
      assert.equal(fail(choice, code), false);
      assert.equal(choice.version, 5);
    }
  });

  it("takes two closes again after it came back to 5", () => {
    const choice = new ProtocolChoice("auto");
    for (let times = 0; times < 3; times += 1) fail(choice, "connection-lost");
    assert.deepEqual([fail(choice, "connection-lost"), choice.version], [false, 5]);
    assert.deepEqual([fail(choice, "connection-lost"), choice.version], [true, 4]);
  });
});

describe("the protocol version, set by the user", () => {
  for (const setting of ["5", "4", "3"] as const) {
    it(`is ${setting} whatever the broker says`, () => {
      const choice = new ProtocolChoice(setting);
      for (const code of ["protocol-unsupported", "connection-lost", "connection-lost"] as const) {
        assert.equal(fail(choice, code), false);
        assert.equal(choice.version, Number(setting));
      }
    });
  }
});

function fail(choice: ProtocolChoice, code: ErrorCode, isUnanswered = true): boolean {
  return choice.failed(new MqttNodeError(code, { address: "mqtt://h:1883" }), isUnanswered);
}
