import assert from "node:assert/strict";
import { scale } from "./scale";
import { tell } from "./tell";
import { useTelemetry } from "./use-telemetry";

/** Milliseconds. */
const SECOND = 1_000;

describe("a backlog with a rate limit", () => {
  const telemetry = useTelemetry();

  for (const queue of scale.queues) {
    it(`is sent at that rate when the broker is back, in each second (queue ${queue})`, async () => {
      const broker = await telemetry.broker();
      const subscriber = await telemetry.subscriber(broker, "paced");
      const config = { uri: broker.uri, queue, drainRate: scale.drainRate };
      const gateway = await telemetry.gateway([{ name: "paced", qos: 1, config }]);
      await broker.halt();
      await gateway.feed({ from: 0, to: scale.paced });
      await gateway.end();
      await broker.restart();
      await subscriber.ended();
      const seconds = bySecond([...subscriber.firstArrivals.values()]);
      const { arrived, outOfOrder } = subscriber.figures(scale.paced);
      tell({ ...subscriber.figures(scale.paced), aSecond: `${Math.min(...seconds)} to ${Math.max(...seconds)}` });
      assert.deepEqual([arrived, outOfOrder], [scale.paced, 0]);
      assert.ok(seconds.length > 0);
      for (const count of seconds) assert.ok(Math.abs(count / scale.drainRate - 1) <= 0.1, seconds.join());
    });
  }
});

/** How many came in each whole second after the first. */
function bySecond(times: readonly number[]): number[] {
  const [first = 0] = times;
  const seconds = Math.floor(((times.at(-1) ?? first) - first) / SECOND);
  const counts = Array.from({ length: seconds }, () => 0);
  for (const time of times) {
    const second = Math.floor((time - first) / SECOND);
    if (second < seconds) counts[second] = (counts[second] ?? 0) + 1;
  }
  return counts;
}
