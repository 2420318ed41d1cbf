import assert from "node:assert/strict";
import { startAedes, type AedesBroker } from "../../support/aedes-broker";
import { useRuntime } from "../../support/flow";
import { connected, phrase } from "../../support/phrase";
import { naiveMatch } from "../../lib/topics/naive-match";
import { useCopyingPeer, type CopyingPeer, type CopyingPeerOptions } from "./copying-peer";
import { END, payloadsUntil, receivers, receiving } from "./receivers";

/** Nodes of a large plant, on plain topics. */
const MANY = Array.from({ length: 5_000 }, (_, index) => ({ topic: `plant/line-${index % 50}/sensor-${index}` }));

describe("what the broker is asked for", () => {
  useRuntime();
  const startPeer = useCopyingPeer();
  let peer: CopyingPeer;

  async function start(options: Partial<CopyingPeerOptions> = {}): Promise<string> {
    peer = await startPeer({ copies: "a copy for each filter", ...options });
    return peer.uri;
  }

  const withoutIdentifiers = { properties: { subscriptionIdentifiersAvailable: false } };
  for (const [name, protocolVersion, options] of [
    ["on 3.1.1", "4", {}],
    ["on MQTT 5 without identifiers", "5", withoutIdentifiers],
  ] as const) {
    it(`is the smallest set of filters that covers all ${name}`, async () => {
      const topics = ["a/#", "a/b", "a/+", "a", "a/b/#", "b/+", "b/c", "c", "c", "/a"];
      const uri = await start(options);
      await receiving(
        { uri, protocolVersion },
        topics.map((topic) => ({ topic })),
      );
      assert.deepEqual(peer.subscribed().flat().sort(), ["/a", "a/#", "b/+", "c"]);
    });
  }

  it("is a covering filter with the highest QoS of those it covers", async () => {
    const uri = await start();
    await receiving({ uri, protocolVersion: "4" }, [
      { topic: "a/#", qos: 0 },
      { topic: "a/b", qos: 2 },
    ]);
    const [packet] = peer.asked.all;
    assert.ok(packet?.cmd === "subscribe");
    assert.deepEqual(
      packet.subscriptions.map(({ topic, qos }) => [topic, qos]),
      [["a/#", 2]],
    );
  });

  it("is no filter of QoS 0 for one of QoS 1 in a session that is kept, where the broker would queue all of it", async () => {
    const uri = await start();
    await receiving({ uri, protocolVersion: "4", cleanSession: false, clientId: "plant" }, [
      { topic: "a/#", qos: 0 },
      { topic: "a/b", qos: 1 },
    ]);
    const asked = peer.asked.all.flatMap((packet) => (packet.cmd === "subscribe" ? packet.subscriptions : []));
    assert.deepEqual(asked.map(({ topic, qos }) => `${topic} ${qos}`).sort(), ["a/# 0", "a/b 1"]);
  });

  it("is every filter on MQTT 5, with different identifiers for those that overlap", async () => {
    const topics = ["a/#", "a/b", "a/+", "+/b", "b/+", "b/c", "#"];
    const uri = await start({ copies: "a copy with its identifier for each filter" });
    await receiving(
      { uri, protocolVersion: "5" },
      topics.map((topic) => ({ topic })),
    );
    assert.deepEqual([...peer.filters].sort(), topics.toSorted());
    for (const topic of ["a/b", "a/c", "b/b", "b/c"]) {
      const identifiers = topics
        .filter((filter) => naiveMatch(filter, topic))
        .map((filter) => peer.identifierOf(filter));
      assert.ok(!identifiers.includes(undefined), topic);
      assert.equal(new Set(identifiers).size, identifiers.length, topic);
    }
  });

  for (const protocolVersion of ["4", "5"]) {
    it(`is few packets for 5,000 plain topics (protocol version ${protocolVersion})`, async function () {
      this.timeout(60_000);
      const uri = await start({ copies: "a copy with its identifier for each filter" });
      const flow = await receiving({ uri, protocolVersion }, MANY);
      assert.equal(peer.filters.length, MANY.length);
      assert.ok(peer.asked.all.length <= 10, String(peer.asked.all.length));
      peer.publish(MANY[4_711]?.topic ?? "", END);
      assert.deepEqual(await payloadsUntil(flow, 4_711), [END]);
    });
  }

  it("is no more filters in a packet than subscribeBatch says", async () => {
    const uri = await start();
    await receiving({ uri, subscribeBatch: 8 }, MANY.slice(0, 20));
    const sizes = peer.subscribed().map(({ length }) => length);
    assert.ok(Math.max(...sizes) <= 8, sizes.join());
    assert.equal(peer.filters.length, 20);
  });

  it("is a covering filter before what it covers is given up (3.1.1), and the other way round", async () => {
    const uri = await start();
    const config = { uri, protocolVersion: "4" };
    const [narrow, wide] = [{ topic: "a/b" }, { topic: "a/#" }];
    const flow = await receiving(config, [narrow]);
    await flow.redeploy(receivers(config, [narrow, wide]), "nodes");
    await peer.asked.next(({ cmd }) => cmd === "unsubscribe");
    assert.deepEqual(peer.filters, ["a/#"]);
    await flow.redeploy(receivers(config, [narrow]), "nodes");
    await peer.asked.next(({ cmd }) => cmd === "unsubscribe");
    assert.deepEqual(peer.filters, ["a/b"]);
    const order = peer.asked.all.map((packet) =>
      packet.cmd === "subscribe" ? `+${packet.subscriptions.map(({ topic }) => topic).join()}` : packet.unsubscriptions,
    );
    assert.deepEqual(order.flat(), ["+a/b", "+a/#", "a/b", "+a/b", "a/#"]);
  });
});

describe("a covering filter that the broker refuses", () => {
  useRuntime();
  const startPeer = useCopyingPeer();
  let broker: AedesBroker | undefined;
  afterEach(() => broker?.stop());

  for (const copies of ["one copy", "a copy for each filter"] as const) {
    it(`turns only its own node red: the others get each message once from a broker that sends ${copies}`, async () => {
      const peer = await startPeer({ copies, answers: { "a/#": 0x80 } });
      const topics = ["a/#", "a/b", "a/+/c"];
      const flow = await receiving({ uri: peer.uri, protocolVersion: "4" }, []);
      const nodes = receivers(
        { uri: peer.uri, protocolVersion: "4" },
        topics.map((topic) => ({ topic })),
      );
      await flow.redeploy(nodes, "full");
      await connected(flow, "in-1", "in-2");
      await flow.statuses("in-0").next(({ text }) => text === phrase("subscribe-refused"));
      const caught = await flow.caught.next();
      assert.deepEqual([caught.error.source.id, caught.error.code], ["in-0", "subscribe-refused"]);
      for (const topic of ["a/b", "a/x/c"]) {
        peer.publish(topic, "one");
        peer.publish(topic, END);
      }
      assert.deepEqual(await payloadsUntil(flow, 1), ["one", END]);
      assert.deepEqual(await payloadsUntil(flow, 2), ["one", END]);
      assert.deepEqual(flow.received("sink-0").all, []);
      assert.equal(flow.caught.all.length, 1);
    });
  }

  it("is no obstacle on aedes either", async () => {
    broker = await startAedes();
    broker.aedes.authorizeSubscribe = (_client, subscription, done) => {
      done(null, subscription.topic === "a/#" ? null : subscription);
    };
    const wanted = ["a/#", "a/b", "a/+"].map((topic) => ({ topic }));
    const flow = await receiving({ uri: broker.uri, protocolVersion: "4" }, wanted.slice(1));
    await flow.redeploy(receivers({ uri: broker.uri, protocolVersion: "4" }, wanted), "full");
    await connected(flow, "in-1", "in-2");
    flow.send("out", { topic: "a/b", payload: "one", qos: 1 });
    flow.send("out", { topic: "a/b", payload: END, qos: 1 });
    for (const index of [1, 2]) assert.deepEqual(await payloadsUntil(flow, index), ["one", END]);
    assert.deepEqual(flow.received("sink-0").all, []);
  });
});
