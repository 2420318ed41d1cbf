import assert from "node:assert/strict";
import { sharedConnection, type SharedConnection } from "../../../nodes/lib/connection/shared-connection";
import { MqttNodeError } from "../../../nodes/lib/errors";
import { refusal } from "../thrown";
import { ConnectionBench } from "./connection-bench";
import { settingsOf } from "./settings/saved-connection";

describe("the connection that a node refers to", () => {
  const { connection } = new ConnectionBench();
  const shared: SharedConnection = { connection, settingsFor: () => settingsOf() };

  it("is that of its broker-config", () => {
    assert.equal(sharedConnection({ type: "broker-config", shared }), shared);
  });

  it("is missing where there is no broker-config", () => {
    for (const node of [null, undefined, {}, { type: "mqtt-broker", shared }, { type: "broker-config" }]) {
      assert.equal(refusal(() => sharedConnection(node)).code, "broker-missing");
    }
  });

  it("is missing for the reason that its broker-config has", () => {
    const problem = new MqttNodeError("client-id-required", {});
    assert.throws(() => sharedConnection({ type: "broker-config", problem }), problem);
  });

  it("is closed as long as nobody uses it", () => {
    assert.deepEqual(connection.state, { name: "closed" });
  });
});
