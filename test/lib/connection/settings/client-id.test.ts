import assert from "node:assert/strict";
import { generateClientId } from "../../../../nodes/lib/connection/settings/client-id";

describe("a generated client id", () => {
  const id = generateClientId("instance", "host", "node");

  it("is the same for the same node, and another for another node, machine or Node-RED", () => {
    assert.equal(generateClientId("instance", "host", "node"), id);
    const others = [
      generateClientId("instance", "host", "node2"),
      generateClientId("instance", "host2", "node"),
      generateClientId("instance2", "host", "node"),
      generateClientId("instanc", "ehost", "node"),
      generateClientId("instance", "hostn", "ode"),
    ];
    assert.equal(new Set([id, ...others]).size, 6);
  });

  it("has what every broker takes: at most 23 letters, digits, - and _ [MQTT-3.1.3-5]", () => {
    for (let node = 0; node < 500; node += 1) {
      assert.match(generateClientId("", "höst.local/+#", `node${node}`), /^nodered_[\w-]{15}$/);
    }
  });

  it("differs for thousands of nodes", () => {
    const ids = new Set(Array.from({ length: 5_000 }, (_, node) => generateClientId("i", "h", String(node))));
    assert.equal(ids.size, 5_000);
  });
});
