import assert from "node:assert/strict";
import type { Packet } from "mqtt-packet";
import { Journal } from "../../../support/journal";
import { request, useLinks, type LinkBench } from "./link-bench";

describe("a link that subscribes", () => {
  const open = useLinks();

  it("asks for all filters in one SUBSCRIBE, each with the options of MQTT 5", async () => {
    const bench = await open({ version: 5 });
    const options = { noLocal: true, retainAsPublished: true, withRetained: false, identifier: 268_435_455 };
    bench.link.subscribe({ ...request("a", "b/#"), ...options }, () => undefined);
    const { subscriptions, properties } = await subscribe(bench);
    const asked = { qos: 1, nl: true, rap: true, rh: 2 };
    assert.deepEqual(subscriptions, [
      { topic: "a", ...asked },
      { topic: "b/#", ...asked },
    ]);
    assert.equal(properties?.subscriptionIdentifier, 268_435_455);
  });

  it("asks for retained messages, and gives no identifier, where it is told so", async () => {
    const bench = await open({ version: 5 });
    bench.link.subscribe(request("a"), () => undefined);
    const { subscriptions, properties } = await subscribe(bench);
    assert.deepEqual(subscriptions, [{ topic: "a", qos: 1, nl: false, rap: false, rh: 0 }]);
    assert.equal(properties?.subscriptionIdentifier, undefined);
  });

  it("asks for filters and a QoS only before MQTT 5", async () => {
    const bench = await open({ version: 4 });
    const options = { noLocal: true, retainAsPublished: true, withRetained: false, identifier: 5 };
    bench.link.subscribe({ ...request("a"), ...options }, () => undefined);
    const { subscriptions } = await subscribe(bench);
    assert.deepEqual(
      subscriptions.map(({ topic, qos }) => [topic, qos]),
      [["a", 1]],
    );
    assert.deepEqual(bench.closed.all, []);
  });

  for (const version of [4, 5] as const) {
    it(`tells the code of each filter, refusals among them, and when it is unsubscribed: version ${version}`, async () => {
      const bench = await open({
        version,
        script: ({ cmd, messageId = 0 }, broker) => {
          if (cmd === "subscribe") broker.send({ cmd: "suback", messageId, granted: [0, 128, 1] });
          if (cmd === "unsubscribe") broker.send({ cmd: "unsuback", messageId, granted: [0, 17] });
        },
      });
      const codes = await new Promise((answered) => bench.link.subscribe(request("a", "b", "c"), answered));
      assert.deepEqual(codes, [0, 128, 1]);
      await new Promise<void>((answered) => bench.link.unsubscribe(["a", "b"], answered));
    });
  }

  it("tells of no codes when the connection is lost before", async () => {
    const bench = await open();
    const codes = new Journal<readonly number[]>("codes");
    const unsubscribed = new Promise<void>((answered) => {
      bench.link.subscribe(request("a"), (answer) => codes.add(answer));
      bench.link.unsubscribe(["a"], answered);
    });
    await bench.sent.next(({ cmd }) => cmd === "unsubscribe");
    bench.broker.reset();
    assert.deepEqual(await codes.next(), []);
    await unsubscribed;
  });
});

async function subscribe({ sent }: LinkBench): Promise<Extract<Packet, { cmd: "subscribe" }>> {
  const packet = await sent.next();
  assert.ok(packet.cmd === "subscribe");
  return packet;
}
