import assert from "node:assert/strict";
import { trialSettings } from "../../../nodes/lib/trial/trial-settings";
import { settingsOf } from "../connection/settings/saved-connection";

const MESSAGE = { topic: "plant/state", payload: "x" };

describe("the settings of a trial", () => {
  it("publish nothing, keep no session, and have a client ID of their own", () => {
    const saved = {
      uri: "mqtt://a?clientId=gateway&clean=false,mqtt://b",
      clientId: "gateway",
      cleanSession: false,
      sessionExpiry: 3_600,
      birth: [MESSAGE],
      close: MESSAGE,
      will: MESSAGE,
    };
    const { brokers, birth, close } = trialSettings(settingsOf(saved), "trial-1");
    assert.deepEqual([birth, close, brokers.length], [[], undefined, 2]);
    for (const { clientId, cleanSession, sessionExpiry, will } of brokers) {
      assert.deepEqual([clientId, cleanSession, sessionExpiry, will], ["trial-1", true, 0, undefined]);
    }
  });

  it("are those of the broker in all else", () => {
    const saved = { uri: "wss://a/mqtt", protocolVersion: "4", keepalive: 10, connectTimeout: 5 };
    const settings = settingsOf(saved, { username: "alice", password: "s3cret" });
    const [before] = settings.brokers;
    const [tried] = trialSettings(settings, "trial-1").brokers;
    assert.deepEqual({ ...tried, clientId: before?.clientId }, before);
  });

  for (const [count, connectTimeout, patience] of [
    [1, 30, 9],
    [1, 3, 3],
    [2, 30, 4],
    [3, 2, 2],
    [9, 30, 2],
  ] as const) {
    it(`give each of ${count} that may take ${connectTimeout} s ${patience} s`, () => {
      const uri = Array.from({ length: count }, (_, index) => `mqtt://broker-${index}`).join();
      const { brokers } = trialSettings(settingsOf({ uri, connectTimeout }), "trial-1");
      assert.deepEqual(new Set(brokers.map((broker) => broker.connectTimeout)), new Set([patience]));
    });
  }
});
