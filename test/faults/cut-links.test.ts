import assert from "node:assert/strict";
import { scale } from "./scale";
import { QUEUES, streamed, told } from "./streams";
import { useTelemetry } from "./use-telemetry";

/** Most messages that are in flight at a time. */
const WINDOW = 100;

describe("a link that is cut three times in a stream", () => {
  const telemetry = useTelemetry();

  for (const queues of QUEUES) {
    it(`loses nothing, and doubles nothing with QoS 2 (on disk QoS ${queues.qos1 === "disk" ? 1 : 2})`, async () => {
      const broker = await telemetry.broker();
      const link = await telemetry.link(broker);
      const disturbances = [() => link.reset(), () => link.halfOpen(), () => link.reset()];
      const disturbed = { broker, uri: link.uri, queues, cleanSession: false, disturbances };
      const { qos1, qos2 } = told(await streamed(telemetry, disturbed));
      const { again, ...rest } = qos1;
      assert.deepEqual(rest, { sent: scale.stream, arrived: scale.stream, outOfOrder: 0 });
      assert.ok(again <= disturbances.length * WINDOW, `${again} came again`);
      assert.deepEqual(qos2, { sent: scale.stream, arrived: scale.stream, again: 0, outOfOrder: 0 });
    });
  }
});
