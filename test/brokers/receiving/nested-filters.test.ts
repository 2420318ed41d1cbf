import assert from "node:assert/strict";
import { connectAsync, type MqttClient } from "mqtt";
import { startAedes } from "../../support/aedes-broker";
import { useRuntime } from "../../support/flow";
import { mosquittoMissing, startMosquitto } from "../../support/mosquitto";
import { needs } from "../../support/needs";
import { useMosquitto } from "./foreign-broker";
import { END, payloadsUntil, receivers, receiving } from "./receivers";

const ONE_OF_EACH = [
  { topic: "a/#", qos: 0 },
  { topic: "a/b", qos: 2 },
  { topic: "a/+", qos: 1 },
];

describe("nodes whose filters lie in one another get each message once", () => {
  useRuntime();

  for (const copies of [true, false]) {
    describe(`from mosquitto with allow_duplicate_messages ${String(copies)}`, () => {
      needs(mosquittoMissing());
      eachVersion(["5", "4"], () => startMosquitto({ lines: [`allow_duplicate_messages ${String(copies)}`] }));
    });
  }

  describe("after a deploy by which more of them came, or went, on 3.1.1", () => {
    const start = useMosquitto();
    const [wide = {}, ...narrow] = ONE_OF_EACH;

    for (const copies of [true, false]) {
      it(`from mosquitto with allow_duplicate_messages ${String(copies)}`, async () => {
        const broker = await start({ lines: [`allow_duplicate_messages ${String(copies)}`] });
        const config = { uri: broker.uri, protocolVersion: "4" };
        const flow = await receiving(config, narrow);
        await broker.publish("a/b", ["one"]);
        for (const index of narrow.keys()) await payloadsUntil(flow, index, "one");
        await flow.redeploy(receivers(config, [...narrow, wide]), "nodes");
        await broker.log.next((line) => line.includes("Sending UNSUBACK to"));
        await broker.publish("a/b", ["two"]);
        assert.equal((await flow.received("sink-2").next()).payload, "two");
        await flow.redeploy(receivers(config, narrow), "nodes");
        await broker.log.next((line) => line.includes("Sending UNSUBACK to"));
        await broker.publish("a/b", ["three", END]);
        for (const index of narrow.keys()) {
          assert.deepEqual(await payloadsUntil(flow, index), ["one", "two", "three", END], `in-${index}`);
        }
      });
    }
  });

  describe("from aedes", () => {
    eachVersion(["4"], startAedes);
  });
});

/** A running broker. */
interface Broker {
  readonly uri: string;
  stop(): Promise<void>;
}

function eachVersion(versions: readonly string[], start: () => Promise<Broker>): void {
  let broker: Broker;
  let foreigner: MqttClient;
  before(async () => {
    broker = await start();
    foreigner = await connectAsync(broker.uri);
  });
  after(async () => {
    await foreigner.endAsync();
    await broker.stop();
  });

  async function publish(qos: 0 | 1, ...payloads: string[]): Promise<void> {
    for (const payload of payloads) await foreigner.publishAsync("a/b", payload, { qos });
  }

  for (const protocolVersion of versions) {
    const name = protocolVersion === "5" ? "MQTT 5" : "MQTT 3.1.1";

    for (const qos of [0, 1] as const) {
      it(`published with QoS ${qos} (${name})`, async () => {
        const flow = await receiving({ uri: broker.uri, protocolVersion }, ONE_OF_EACH);
        await publish(qos, "one", "two", "two", END);
        for (const index of ONE_OF_EACH.keys()) {
          assert.deepEqual(await payloadsUntil(flow, index), ["one", "two", "two", END], `in-${index}`);
        }
      });
    }

    it(`with the lower of their own QoS and the message's (${name})`, async () => {
      const flow = await receiving({ uri: broker.uri, protocolVersion }, ONE_OF_EACH);
      await publish(1, END);
      for (const [index, qos] of [0, 1, 1].entries()) {
        await payloadsUntil(flow, index);
        assert.deepEqual(
          flow.received(`sink-${index}`).all.map((msg) => msg["qos"]),
          [qos],
          `in-${index}`,
        );
      }
    });

    it(`however many share a filter (${name})`, async () => {
      const many = [...ONE_OF_EACH, ...ONE_OF_EACH, ...ONE_OF_EACH];
      const flow = await receiving({ uri: broker.uri, protocolVersion }, many);
      await publish(1, "one", END);
      for (const index of many.keys()) assert.deepEqual(await payloadsUntil(flow, index), ["one", END], `in-${index}`);
    });
  }
}
