import assert from "node:assert/strict";
import type { IConnectPacket } from "mqtt-packet";
import { deploy, useRuntime } from "../support/flow";
import { Journal } from "../support/journal";
import { accepted, startPeer, type ScriptedPeer } from "../support/scripted-peer";
import { plantNodes } from "./plant-nodes";

/** What the CONNECT of a URI with this user info carries; undefined: its flag is not set. */
const LOGINS: Readonly<Record<string, readonly [username: string | undefined, password: string | undefined]>> = {
  "": [undefined, undefined],
  "user@": ["user", undefined],
  "user:@": ["user", ""],
  "user:pass@": ["user", "pass"],
  "us%3Aer:p%40%2F@": ["us:er", "p@/"],
  // Anonymous
  "@": [undefined, undefined],
  ":@": [undefined, undefined],
  // Before MQTT 5 a password may not go alone [MQTT-3.1.2-22]; MQTT 5: see below.
  ":pass@": ["", "pass"],
};
const VERSIONS = { "3": "MQTT 3.1", "4": "MQTT 3.1.1", "5": "MQTT 5" };

describe("the user name and password flags of CONNECT", () => {
  useRuntime();
  let connects: Journal<IConnectPacket>;
  let peer: ScriptedPeer;
  beforeEach(async () => {
    connects = new Journal("CONNECT packets");
    peer = await startPeer((packet, connection) => {
      if (packet.cmd !== "connect") return;
      connection.send(accepted());
      connects.add(packet);
    });
  });
  afterEach(() => peer.stop());

  it("let a password go alone in MQTT 5, whatever else CONNECT holds [MQTT 5, 3.1.2.9]", async () => {
    const will = { topic: "plant/lost", payload: "x".repeat(60_000), properties: { delay: 5 } };
    const properties = { receiveMaximum: 7, userProperties: { a: "b" } };
    await deploy(plantNodes({ uri: peer.uri, protocolVersion: "5", clientId: "plant", will, properties }), {
      broker: { password: "pass✓" },
    });
    const connect = await connects.next();
    assert.deepEqual([connect.username, String(connect.password)], [undefined, "pass✓"]);
    assert.deepEqual([connect.clientId, connect.keepalive], ["plant", 60]);
    assert.deepEqual([connect.will?.topic, connect.will?.payload.length], ["plant/lost", 60_000]);
    assert.equal(connect.properties?.receiveMaximum, 7);
  });

  for (const [protocolVersion, name] of Object.entries(VERSIONS)) {
    for (const [userInfo, expected] of Object.entries(LOGINS)) {
      it(`follow mqtt://${userInfo}host in ${name}`, async () => {
        const uri = peer.uri.replace("://", `://${userInfo}`);
        await deploy(plantNodes({ uri, protocolVersion }));
        const { username, password } = await connects.next();
        const alone = protocolVersion === "5" && userInfo === ":pass@";
        assert.deepEqual([username, password?.toString()], alone ? [undefined, "pass"] : expected);
      });
    }
  }
});
