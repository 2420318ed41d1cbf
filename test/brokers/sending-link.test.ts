import assert from "node:assert/strict";
import { openLink, publication, request, send } from "../lib/connection/link/link-bench";
import { mosquittoMissing, startMosquitto, type Mosquitto } from "../support/mosquitto";
import { needs } from "../support/needs";

type Bench = ReturnType<typeof openLink>;

/** Topic aliases that mosquitto takes by default. */
const ALIASES = 10;

describe("a link that sends to mosquitto", () => {
  needs(mosquittoMissing());
  let broker: Mosquitto;
  let benches: Bench[];

  beforeEach(async () => {
    broker = await startMosquitto();
    benches = [];
  });
  afterEach(() => {
    for (const { link } of benches) link.destroy();
    return broker.stop();
  });

  for (const version of [4, 5] as const) {
    describe(`over MQTT ${version === 5 ? "5" : "3.1.1"}`, () => {
      it("has each message arrive under its topic, whether it goes by an alias or not", async () => {
        const { received } = await subscribed(version);
        const { link } = await open(version);
        const topics = Array.from({ length: 2_000 }, (_, index) => `plant/${(index * index) % (2 * ALIASES)}`);
        for (const topic of topics) link.publish({ ...publication(topic), payload: topic }, 0, false);
        const messages = await received.take(topics.length);
        assert.deepEqual(
          messages.map(({ topic }) => topic),
          topics,
        );
        assert.ok(messages.every(({ topic, payload }) => payload.toString() === topic));
      });

      it("completes a QoS 2 message on the next connection by PUBREL, and doesn't mind a PUBREL too many", async () => {
        const { received } = await subscribed(version);
        const kept = { cleanSession: false, clientId: "sender" };
        const first = await open(version, kept);
        send(first.link, "plant/once", 2, 7);
        assert.equal(await first.answers.next(), "received 7");
        first.link.destroy();
        await first.closed.next();
        const second = await open(version, kept);
        second.link.release(7);
        assert.equal(await second.answers.next(), "acknowledged 7");
        second.link.release(7);
        assert.equal(await second.answers.next(), "acknowledged 7");
        send(second.link, "plant/end", 0);
        const topics = (await received.take(2)).map(({ topic }) => topic);
        assert.deepEqual([topics, received.all.length], [["plant/once", "plant/end"], 2]);
      });

      it("has one that is sent again, because its PUBREC was lost, arrive once", async () => {
        const { received } = await subscribed(version);
        const kept = { cleanSession: false, clientId: "sender" };
        const first = await open(version, kept);
        send(first.link, "plant/once", 2, 7);
        await first.answers.next();
        first.link.destroy();
        await first.closed.next();
        const { link, answers } = await open(version, kept);
        link.publish(publication("plant/once", 2), 7, true);
        assert.equal(await answers.next(), "received 7");
        link.release(7);
        assert.equal(await answers.next(), "acknowledged 7");
        send(link, "plant/end", 0);
        const topics = (await received.take(2)).map(({ topic }) => topic);
        assert.deepEqual([topics, received.all.length], [["plant/once", "plant/end"], 2]);
      });

      it("learns by a probe that the broker has all that was written before", async () => {
        const { received } = await subscribed(version);
        const { link } = await open(version);
        for (let count = 0; count < 1_000; count += 1) send(link, "plant/n", 0);
        await new Promise<void>((answered) => link.probe(answered));
        link.destroy();
        assert.equal((await received.take(1_000)).length, 1_000);
      });
    });
  }

  async function open(version: 4 | 5, saved: object = {}): Promise<Bench> {
    const bench = openLink(broker.uri, { version, saved });
    benches.push(bench);
    await bench.connected.next();
    return bench;
  }

  async function subscribed(version: 4 | 5): Promise<Bench> {
    const bench = await open(version, { clientId: "receiver" });
    await new Promise((answered) => bench.link.subscribe(request("plant/#"), answered));
    return bench;
  }
});
