import assert from "node:assert/strict";
import { diagnoseConnack, diagnoseDisconnect } from "../../../../nodes/lib/connection/diagnosis/diagnosis";
import type { ErrorCode } from "../../../../nodes/lib/errors";

const ADDRESS = "mqtts://h:8883";

/** Codes of CONNACK: of 3.1.1 below 128 [MQTT 3.1.1, 3.2.2.3], of 5 from there [MQTT 5, 3.2.2.2]. */
const CONNACK: Readonly<Record<number, ErrorCode>> = {
  1: "protocol-unsupported",
  2: "client-id-refused",
  3: "server-unavailable",
  4: "bad-credentials",
  5: "not-authorised",
  128: "connect-refused",
  129: "connect-refused",
  130: "connect-refused",
  131: "connect-refused",
  132: "protocol-unsupported",
  133: "client-id-refused",
  134: "bad-credentials",
  135: "not-authorised",
  136: "server-unavailable",
  137: "server-unavailable",
  138: "banned",
  140: "connect-refused",
  144: "connect-refused",
  149: "connect-refused",
  151: "quota-exceeded",
  153: "connect-refused",
  154: "connect-refused",
  155: "connect-refused",
  156: "connect-refused",
  157: "connect-refused",
  159: "connect-refused",
};

/** Codes of a server's DISCONNECT [MQTT 5, 3.14.2.1]. */
const DISCONNECT: Readonly<Record<number, ErrorCode>> = {
  0: "server-disconnected",
  128: "server-disconnected",
  130: "server-disconnected",
  135: "not-authorised",
  137: "server-disconnected",
  139: "server-shutting-down",
  141: "server-disconnected",
  142: "session-taken-over",
  147: "server-disconnected",
  151: "quota-exceeded",
  152: "server-disconnected",
  156: "server-disconnected",
  160: "server-disconnected",
};

describe("the broker's reason", () => {
  for (const [reasonCode, code] of Object.entries(CONNACK)) {
    it(`is ${code} with CONNACK ${reasonCode}`, () => {
      const cause = diagnoseConnack(Number(reasonCode), ADDRESS);
      assert.deepEqual([cause.code, cause.cause], [code, { reasonCode: Number(reasonCode) }]);
    });
  }

  for (const [reasonCode, code] of Object.entries(DISCONNECT)) {
    it(`is ${code} with DISCONNECT ${reasonCode}`, () => {
      const cause = diagnoseDisconnect(Number(reasonCode), ADDRESS);
      assert.deepEqual([cause.code, cause.cause], [code, { reasonCode: Number(reasonCode) }]);
    });
  }

  it("is put in the specification's words where we have none of our own", () => {
    const reasons = [diagnoseConnack(144, ADDRESS), diagnoseDisconnect(147, ADDRESS), diagnoseConnack(99, ADDRESS)];
    assert.deepEqual(
      reasons.map(({ values }) => (values as { reason: string }).reason),
      ["topic name invalid", "receive maximum exceeded", "reason code 99"],
    );
  });

  it("comes with the broker's own words where it has some [MQTT 5, 3.2.2.3.9 and 3.14.2.2.3]", () => {
    for (const diagnosis of [diagnoseConnack, diagnoseDisconnect]) {
      const { values, cause } = diagnosis(135, ADDRESS, "come back later");
      assert.deepEqual(values, { address: ADDRESS, reason: "come back later", words: ": come back later" });
      assert.deepEqual(cause, { reasonCode: 135, reasonString: "come back later" });
    }
    assert.equal((diagnoseConnack(135, ADDRESS).values as { words: string }).words, "");
  });
});
