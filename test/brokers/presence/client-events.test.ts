import assert from "node:assert/strict";
import { startAedes, type AedesBroker } from "../../support/aedes-broker";
import { useRuntime } from "../../support/flow";
import { watching, type Watching } from "../../support/watching";

const AWS = "$aws/events/presence";
const EMQX = "$SYS/brokers/emqx@10.0.0.1/clients/press";

/** Played on a broker that lets the tests publish where only it may. */
describe("what a broker tells of its clients", () => {
  useRuntime();
  let broker: AedesBroker;
  beforeEach(async () => {
    broker = await startAedes();
  });
  afterEach(() => broker.stop());

  async function start(convention: string): Promise<Watching> {
    const watch = await watching({ uri: broker.uri }, { convention });
    await watch.subscribed();
    return watch;
  }

  function say(topic: string, event: object): void {
    const packet = { cmd: "publish", qos: 1, dup: false, retain: false } as const;
    broker.aedes.publish({ ...packet, topic, payload: JSON.stringify(event) }, () => undefined);
  }

  it("is why one is gone, where it is AWS IoT Core, and what comes late or twice doesn't count", async () => {
    const watch = await start("aws-iot");
    const client = { clientId: "press", principalIdentifier: "cert", sessionIdentifier: "7f", ipAddress: "10.0.0.7" };
    const came = (versionNumber: number): void => {
      const event = { ...client, eventType: "connected", timestamp: Date.now(), versionNumber };
      say(`${AWS}/connected/press`, event);
    };
    const went = (versionNumber: number, disconnectReason: string): void => {
      const event = { ...client, eventType: "disconnected", timestamp: Date.now(), versionNumber, disconnectReason };
      say(`${AWS}/disconnected/press`, event);
    };
    came(0);
    came(0);
    came(1);
    went(0, "DUPLICATE_CLIENTID");
    went(1, "CONNECTION_LOST");
    went(1, "CONNECTION_LOST");
    came(2);
    went(2, "CLIENT_INITIATED_DISCONNECT");
    assert.deepEqual(await watch.take(4), [
      "press: unknown > online, reported",
      "press: online > offline, will",
      "press: offline > online, reported",
      "press: online > offline, clean",
    ]);
  });

  it("is the same where it is EMQX", async () => {
    const watch = await start("emqx");
    const came = (at: number): void => {
      say(`${EMQX}/connected`, { clientid: "press", username: "u", connected_at: at, ts: at, clean_start: true });
    };
    const went = (connectedAt: number, at: number, reason: string): void => {
      const event = { clientid: "press", connected_at: connectedAt, disconnected_at: at, ts: at, reason };
      say(`${EMQX}/disconnected`, event);
    };
    came(1_000);
    came(2_000);
    went(1_000, 2_001, "takenover");
    went(2_000, 3_000, "keepalive_timeout");
    came(4_000);
    went(2_000, 4_001, "tcp_closed");
    went(4_000, 5_000, "normal");
    assert.deepEqual(await watch.take(4), [
      "press: unknown > online, reported",
      "press: online > offline, will",
      "press: offline > online, reported",
      "press: online > offline, clean",
    ]);
  });
});
