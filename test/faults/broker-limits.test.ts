import assert from "node:assert/strict";
import { scale } from "./scale";
import { LARGE } from "./telemetry-flow";
import { tell } from "./tell";
import { KEEPING } from "./telemetry";
import { useTelemetry } from "./use-telemetry";

describe("a broker with limits that MQTT 3.1.1 doesn't announce", () => {
  const telemetry = useTelemetry();

  it("gets all QoS 2 messages with its defaults: no more at a time than it takes", async () => {
    const broker = await telemetry.broker([]);
    const subscriber = await telemetry.subscriber(broker, "strangers");
    const config = { uri: broker.uri, protocolVersion: "4" };
    const gateway = await telemetry.gateway([{ name: "strangers", qos: 2, config }]);
    await gateway.feed({ from: 0, to: scale.strangers });
    await gateway.end();
    await subscriber.ended();
    const figures = subscriber.figures(scale.strangers);
    tell(figures);
    assert.deepEqual(figures, { sent: scale.strangers, arrived: scale.strangers, again: 0, outOfOrder: 0 });
  });

  for (const queue of scale.queues) {
    it(`gets all messages but the one it hangs up on, which is raised (queue ${queue})`, async () => {
      const broker = await telemetry.broker([...KEEPING, `max_packet_size ${LARGE}`]);
      const subscriber = await telemetry.subscriber(broker, "limits");
      const config = { uri: broker.uri, protocolVersion: "4", queue, cleanSession: false, clientId: "gateway" };
      const gateway = await telemetry.gateway([{ name: "limits", qos: 1, config }]);
      const large = Math.floor(scale.hangingUp / 2);
      await gateway.feed({ from: 0, to: scale.hangingUp, large });
      await gateway.end();
      await subscriber.ended();
      const { again, ...rest } = subscriber.figures(scale.hangingUp);
      tell({ ...rest, again, raised: gateway.said("raised").length });
      assert.deepEqual(gateway.said("raised"), [`${large} refused-by-close`]);
      assert.ok(!subscriber.has(large));
      assert.deepEqual(rest, { sent: scale.hangingUp, arrived: scale.hangingUp - 1, outOfOrder: 0 });
    });
  }
});
