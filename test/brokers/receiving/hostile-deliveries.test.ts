import assert from "node:assert/strict";
import type { Node } from "node-red";
import { connectAsync } from "mqtt";
import { useRuntime } from "../../support/flow";
import { connected } from "../../support/phrase";
import { withProperties } from "../raw-packets";
import { useCopyingPeer } from "./copying-peer";
import { useMosquitto } from "./foreign-broker";
import { END, payloadsUntil, receivers, receiving } from "./receivers";

const NESTED = ["a/#", "a/b"].map((topic) => ({ topic }));
const SUBSCRIPTION_IDENTIFIER = 0x0b;

describe("what a broker should not send", () => {
  useRuntime();
  const startPeer = useCopyingPeer();
  const start = useMosquitto();

  for (const protocolVersion of ["5", "4"]) {
    it(`is messages on topics that nobody asked for: they reach nobody, and the next good one does (protocol version ${protocolVersion})`, async () => {
      const peer = await startPeer({ copies: "one copy" });
      const flow = await receiving({ uri: peer.uri, protocolVersion }, NESTED);
      for (const topic of ["b", "b/a/b", "/a/b", "$SYS/a", "A/b", " a/b", "x".repeat(65_535)]) {
        peer.send({ topic, payload: "unasked", qos: 1 });
      }
      peer.publish("a/b", END);
      assert.deepEqual(await payloadsUntil(flow, 0), [END]);
      assert.deepEqual(await payloadsUntil(flow, 1), [END]);
    });
  }

  it("is the identifier 0 [MQTT-3.3.4-6]: the next good message comes, and nothing twice", async () => {
    const peer = await startPeer({ copies: "one copy with all identifiers" });
    const flow = await receiving({ uri: peer.uri }, NESTED);
    peer.send(withProperties("a/b", [SUBSCRIPTION_IDENTIFIER, 0]));
    const connections = peer.asked.all.length;
    peer.publish("a/b", END);
    // It is a protocol error, for which a connection may be closed.
    const outcome = await Promise.race([
      payloadsUntil(flow, 1),
      peer.asked.next(() => peer.asked.all.length > connections),
    ]);
    if (!Array.isArray(outcome)) {
      await connected(flow, "in-0", "in-1");
      peer.publish("a/b", END);
    }
    for (const index of NESTED.keys()) {
      const payloads = await payloadsUntil(flow, index);
      assert.equal(new Set(payloads).size, payloads.length, payloads.join());
    }
  });

  it("is two thousand more identifiers in a message than were given: it reaches each node once", async () => {
    const peer = await startPeer({ copies: "one copy with all identifiers" });
    const flow = await receiving({ uri: peer.uri }, NESTED);
    const strange = Array.from({ length: 1_000 }, (_, index) => (index + 1) * 268_435);
    const subscriptionIdentifier = [
      ...strange,
      ...NESTED.map(({ topic }) => peer.identifierOf(topic) ?? 1),
      ...strange,
    ];
    peer.send({ topic: "a/b", payload: "many", properties: { subscriptionIdentifier } });
    peer.publish("a/b", END);
    for (const index of NESTED.keys()) assert.deepEqual(await payloadsUntil(flow, index), ["many", END]);
  });

  it("is a retained flag on what is published live: every node gets it", async () => {
    const peer = await startPeer({ copies: "one copy" });
    const flow = await receiving({ uri: peer.uri, protocolVersion: "4" }, NESTED);
    for (const payload of ["one", "two", END]) peer.send({ topic: "a/b", payload, retain: true });
    for (const index of NESTED.keys()) assert.deepEqual(await payloadsUntil(flow, index), ["one", "two", END]);
  });

  for (const protocolVersion of ["5", "4"]) {
    it(`may be 50,000 retained messages at a deploy: each node gets each once (protocol version ${protocolVersion})`, async function () {
      this.timeout(120_000);
      const broker = await start({ lines: ["max_queued_messages 0", "set_tcp_nodelay true"] });
      const count = 50_000;
      await publishRetained(broker.uri, count);
      const flow = await receiving({ uri: broker.uri, protocolVersion }, []);
      const topics = ["flood/#", "flood/+", "other/#"];
      const nodes = receivers(
        { uri: broker.uri, protocolVersion },
        topics.map((topic) => ({ topic })),
      );
      await flow.redeploy(nodes, "nodes");
      const got = await Promise.all([counted(flow.node("sink-0"), count), counted(flow.node("sink-1"), count)]);
      await connected(flow, "in-2");
      for (const topicsOfNode of got) assert.equal(topicsOfNode.size, count);
      await broker.publish("flood/end", [END]);
      for (const index of [0, 1]) assert.equal((await payloadsUntil(flow, index)).length, count + 1);
      assert.deepEqual(flow.received("sink-2").all, []);
    });
  }
});

/** Leaves so many retained messages under `flood/` with a broker. */
async function publishRetained(uri: string, count: number): Promise<void> {
  const client = await connectAsync(uri);
  for (let index = 0; index < count; index += 1) client.publish(`flood/${index}`, `value ${index}`, { retain: true });
  await client.publishAsync("flooded", "", { qos: 1 });
  await client.endAsync();
}

/** Resolves to the topics of the messages that a node has got when there are so many. */
function counted(node: Node, count: number): Promise<Set<unknown>> {
  const topics = new Set<unknown>();
  return new Promise((resolve) => {
    node.on("input", (msg) => {
      topics.add(msg.topic);
      if (topics.size === count) resolve(topics);
    });
  });
}
