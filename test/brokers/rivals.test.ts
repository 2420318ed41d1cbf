import assert from "node:assert/strict";
import { deploy, useRuntime, type DeployedFlow } from "../support/flow";
import { mosquittoMissing, startMosquitto, type Mosquitto } from "../support/mosquitto";
import { needs } from "../support/needs";
import { phrase } from "../support/phrase";

/** Milliseconds: it must be said within a minute. */
const A_MINUTE = 60_000;

describe("two clients with one client id", function () {
  this.timeout(A_MINUTE + 10_000);
  needs(mosquittoMissing());
  useRuntime();
  let broker: Mosquitto;

  beforeEach(async () => {
    broker = await startMosquitto();
  });
  afterEach(() => broker.stop());

  function rivals(protocolVersion: string): Promise<DeployedFlow> {
    const config = { type: "broker-config", uri: broker.uri, clientId: "plant", protocolVersion, reconnectMax: 2 };
    return deploy([
      { id: "one", ...config },
      { id: "two", ...config },
      { id: "out-1", type: "mqtt-out", broker: "one" },
      { id: "out-2", type: "mqtt-out", broker: "two" },
    ]);
  }

  for (const [protocolVersion, name] of [
    ["5", "MQTT 5, where this broker doesn't say it"],
    ["4", "MQTT 3.1.1"],
  ] as const) {
    it(`are recognised by how their sessions end, and said with a question mark (${name})`, async () => {
      const flow = await rivals(protocolVersion);
      const { msg } = await flow.logged.next(
        ({ msg }) => String(msg).includes("another client most likely uses"),
        A_MINUTE,
      );
      assert.match(String(msg), /client ID plant/);
      const contested = phrase("client-id-contested");
      const statuses = [flow.statuses("out-1"), flow.statuses("out-2")];
      // Whichever connects next shows it although it is connected.
      await Promise.any(
        statuses.map((journal) => journal.next(({ text, fill }) => text === contested && fill === "yellow", A_MINUTE)),
      );
    });
  }
});
