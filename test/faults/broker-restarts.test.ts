import assert from "node:assert/strict";
import { scale } from "./scale";
import { QUEUES, streamed, told } from "./streams";
import { tell } from "./tell";
import { useTelemetry } from "./use-telemetry";

/** Most messages that are in flight at a time. */
const WINDOW = 100;

describe("a broker that is down for a while", () => {
  const telemetry = useTelemetry();

  for (const queue of scale.queues) {
    it(`gets what was sent meanwhile, in order (queue ${queue})`, async () => {
      const broker = await telemetry.broker();
      const subscriber = await telemetry.subscriber(broker, "outage");
      const gateway = await telemetry.gateway([{ name: "outage", qos: 1, config: { uri: broker.uri, queue } }]);
      await broker.halt();
      await gateway.feed({ from: 0, to: scale.outage });
      await gateway.end();
      await broker.restart();
      await subscriber.ended();
      const figures = subscriber.figures(scale.outage);
      tell(figures);
      assert.deepEqual(figures, { sent: scale.outage, arrived: scale.outage, again: 0, outOfOrder: 0 });
    });
  }

  for (const queues of QUEUES) {
    it(`three times in a stream gets it, with QoS 2 once (on disk QoS ${queues.qos1 === "disk" ? 1 : 2})`, async () => {
      const broker = await telemetry.broker();
      const restart = () => broker.restart();
      const disturbances = [restart, restart, restart];
      const disturbed = { broker, uri: broker.uri, queues, cleanSession: false, disturbances };
      const { qos1, qos2 } = told(await streamed(telemetry, disturbed));
      const { again, ...rest } = qos1;
      assert.ok(again <= disturbances.length * WINDOW, `${again} came again`);
      assert.deepEqual(rest, { sent: scale.stream, arrived: scale.stream, outOfOrder: 0 });
      assert.deepEqual(qos2, { sent: scale.stream, arrived: scale.stream, again: 0, outOfOrder: 0 });
    });
  }
});
