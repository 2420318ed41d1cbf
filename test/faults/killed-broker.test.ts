import assert from "node:assert/strict";
import { RecordedTraffic } from "./recorded-traffic";
import { scale } from "./scale";
import { QUEUES, streamed, told } from "./streams";
import { tell } from "./tell";
import { savingOften } from "./telemetry";
import { useTelemetry } from "./use-telemetry";

const SENDERS = ["qos1", "qos2"] as const;

describe("a broker that is killed three times in a stream", () => {
  const telemetry = useTelemetry();

  for (const queues of QUEUES) {
    it(`loses and doubles nothing but what it had taken over (on disk QoS ${queues.qos1 === "disk" ? 1 : 2})`, async () => {
      const traffic = new RecordedTraffic();
      const broker = await telemetry.broker(savingOften(scale.stream));
      const link = await telemetry.link(broker, () => traffic.eavesdrop());
      /** What it may lose, and may forget that it has it. */
      const takenOver = { qos1: new Set<number>(), qos2: new Set<number>() };
      const kill = async (): Promise<void> => {
        link.refuse();
        await broker.kill();
        await broker.restart();
        for (const name of SENDERS) takenOver[name] = new Set(traffic.of(`gateway-${name}`).taken);
        await link.forward();
      };
      // In a session that it keeps, mosquitto would go on to count messages against its Receive Maximum for ever which
      // it has acknowledged and forgotten about.
      const disturbed = { broker, uri: link.uri, queues, cleanSession: true, disturbances: [kill, kill, kill] };
      const streams = await streamed(telemetry, disturbed);

      told(streams);
      for (const name of SENDERS) {
        const lost = numbers().filter((number) => !streams[name].has(number));
        const needless = [...traffic.of(`gateway-${name}`).needless];
        tell({ sender: name, lost: lost.length, needless: needless.length });
        assert.deepEqual(
          lost.filter((number) => !takenOver[name].has(number)),
          [],
          `${name}: lost by us`,
        );
        assert.deepEqual(needless, [], `${name}: sent again after PUBACK or PUBCOMP`);
      }
      const doubled = streams.qos2.repeated.filter((number) => !takenOver.qos2.has(number));
      assert.deepEqual(doubled, [], "doubled by us");
    });
  }
});

function numbers(): number[] {
  return Array.from({ length: scale.stream }, (_, number) => number);
}
