import assert from "node:assert/strict";
import { SEED, SeededRandom } from "../lib/seeded-random";
import { scale } from "./scale";
import { tell } from "./tell";
import { useTelemetry } from "./use-telemetry";

const SENDERS = [
  { name: "qos1", qos: 1, config: {} },
  { name: "qos2", qos: 2, config: { cleanSession: false, clientId: "gateway" } },
] as const;

describe("a Node-RED that is killed, with its messages on disk", () => {
  const telemetry = useTelemetry();

  it("sends what waited, in order, when it is back", async () => {
    const broker = await telemetry.broker();
    const subscriber = await telemetry.subscriber(broker, "backlog");
    const config = { uri: broker.uri, queue: "disk" };
    const gateway = await telemetry.gateway([{ name: "backlog", qos: 1, config, tellsCompleted: true }]);
    await broker.halt();
    await gateway.feed({ from: 0, to: scale.backlog });
    await gateway.says("completed backlog", scale.backlog);
    await gateway.nodeRed.kill();
    await gateway.nodeRed.restart();
    await broker.restart();
    await gateway.end();
    await subscriber.ended();
    const figures = subscriber.figures(scale.backlog);
    tell(figures);
    assert.deepEqual(figures, { sent: scale.backlog, arrived: scale.backlog, again: 0, outOfOrder: 0 });
  });

  it(`${scale.kills} times in a stream loses nothing that was completed (TEST_SEED=${SEED})`, async () => {
    const random = new SeededRandom();
    const broker = await telemetry.broker();
    const senders = SENDERS.map((sender) => ({
      ...sender,
      config: { uri: broker.uri, queue: "disk", ...sender.config },
      tellsCompleted: true,
    }));
    const [first, second] = [await telemetry.subscriber(broker, "qos1"), await telemetry.subscriber(broker, "qos2")];
    const gateway = await telemetry.gateway(senders);
    const completed: Record<"qos1" | "qos2", number[]> = { qos1: [], qos2: [] };
    for (let kill = 0; kill < scale.kills; kill += 1) {
      const from = kill * scale.killedStream;
      gateway.feedUntilKilled({ from, to: from + scale.killedStream, rate: 2 * scale.killedStream });
      await first.reached(from + random.below(scale.killedStream) - 1);
      await gateway.nodeRed.kill();
      for (const { name } of SENDERS) completed[name].push(...gateway.said(`completed ${name}`).map(Number));
      await gateway.nodeRed.restart();
      // The last record may have been half written; the rest is whole.
      assert.deepEqual(gateway.complaintsBut("store-cut-off"), []);
    }
    await gateway.end();
    await Promise.all([first.ended(), second.ended()]);

    tell({ completed: completed.qos1.length, ...first.figures(scale.kills * scale.killedStream) });
    tell({ completed: completed.qos2.length, ...second.figures(scale.kills * scale.killedStream) });
    assert.deepEqual(
      completed.qos1.filter((number) => !first.has(number)),
      [],
      "lost with QoS 1",
    );
    assert.deepEqual(
      completed.qos2.filter((number) => !second.has(number)),
      [],
      "lost with QoS 2",
    );
    assert.deepEqual(second.repeated, [], "twice with QoS 2");
    assert.equal(first.figures(0).outOfOrder + second.figures(0).outOfOrder, 0);
    assert.ok(completed.qos1.length > 0 && completed.qos2.length > 0);
  });
});
