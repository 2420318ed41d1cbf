import assert from "node:assert/strict";
import { useRuntime, type DeployedFlow, type FlowMessage } from "../../support/flow";
import { connected } from "../../support/phrase";
import { startTcpProxy, type TcpProxy } from "../../support/tcp-proxy";
import { useMosquitto, type ForeignBroker } from "./foreign-broker";
import { END, messagesUntil, payloadsUntil, receivers, receiving } from "./receivers";

const KEPT = "kept";

/** The nodes ask for QoS 0, so that nothing is left of which the broker would have to send it again. */
describe("after a reconnect, the retained values", () => {
  useRuntime();
  const start = useMosquitto();
  let broker: ForeignBroker;
  let proxy: TcpProxy;
  beforeEach(async () => {
    broker = await start({ lines: ["allow_duplicate_messages true"] });
    proxy = await startTcpProxy(broker.port);
    for (const topic of ["st/a", "st/b", "st/c"]) await broker.publish(topic, [KEPT], { retain: true });
  });
  afterEach(() => proxy.stop());

  /** What each node got after the reconnect, before a live message. @param topics with the live message, by node */
  async function gotAfterCut(flow: DeployedFlow, topics: readonly string[]): Promise<unknown[][]> {
    for (const topic of new Set(topics)) await broker.publish(topic, ["before"], { qos: 0 });
    for (const index of topics.keys()) await payloadsUntil(flow, index, "before");
    proxy.reset();
    await proxy.accepted.next((count) => count > 1);
    await connected(flow, ...topics.map((_, index) => `in-${index}`));
    for (const topic of new Set(topics)) await broker.publish(topic, [END]);
    const all = await Promise.all(topics.map((_, index) => payloadsUntil(flow, index)));
    return all.map((payloads) => payloads.slice(payloads.indexOf("before") + 1, -1));
  }

  const SESSIONS = { kept: { cleanSession: false, clientId: "plant" }, new: {} };
  for (const protocolVersion of ["5", "4"]) {
    for (const [session, config] of Object.entries(SESSIONS)) {
      const expected = { always: [KEPT], new: session === "new" ? [KEPT] : [], never: [] };

      it(`come as each node wants, in a ${session} session (protocol version ${protocolVersion})`, async () => {
        const topics = ["st/a", "st/b", "st/c"];
        const wanted = Object.keys(expected).map((retained, index) => ({ topic: topics[index], retained, qos: 0 }));
        const flow = await receiving({ uri: proxy.uri, protocolVersion, ...config }, wanted);
        assert.deepEqual(await gotAfterCut(flow, topics), Object.values(expected));
      });

      it(`come as each wants of those with one filter, in a ${session} session (protocol version ${protocolVersion})`, async () => {
        const wanted = Object.keys(expected).map((retained) => ({ topic: "st/a", retained, qos: 0 }));
        const flow = await receiving({ uri: proxy.uri, protocolVersion, ...config }, wanted);
        const topics = wanted.map(({ topic }) => topic);
        assert.deepEqual(await gotAfterCut(flow, topics), Object.values(expected));
      });
    }

    it(`come once where filters overlap (protocol version ${protocolVersion})`, async () => {
      const flow = await receiving({ uri: proxy.uri, protocolVersion }, [
        { topic: "st/#", retained: "never", qos: 0 },
        { topic: "st/a", retained: "always", qos: 0 },
        { topic: "#", retained: "new", qos: 0 },
      ]);
      const live = await gotAfterCut(flow, ["st/a", "st/a", "st/a"]);
      assert.deepEqual(live, [[], [KEPT], [KEPT, KEPT, KEPT]]);
    });
  }
});

describe("Retain As Published, of MQTT 5,", () => {
  useRuntime();
  const start = useMosquitto();

  async function retainFlags(wanted: readonly object[]): Promise<(index: number) => Promise<unknown[]>> {
    const broker = await start();
    await broker.publish("st/a", ["replay"], { retain: true });
    const config = { uri: broker.uri, protocolVersion: "5" };
    const flow = await receiving(config, wanted);
    for (const index of wanted.keys()) await flow.received(`sink-${index}`).next();
    await broker.publish("st/a", ["live"], { retain: true });
    await broker.publish("st/a", [END]);
    const summary = ({ payload, retain }: FlowMessage): unknown => [payload, retain];
    return async (index) => (await messagesUntil(flow, index)).map(summary);
  }

  it("lets a live message keep its retain flag for a node that asks for it", async () => {
    const flagsOf = await retainFlags([{ topic: "st/#", retainAsPublished: true }]);
    assert.deepEqual(await flagsOf(0), [
      ["replay", true],
      ["live", true],
      [END, false],
    ]);
  });

  it("is off by default: a retain flag then means a replay", async () => {
    const flagsOf = await retainFlags([{ topic: "st/#" }]);
    assert.deepEqual(await flagsOf(0), [
      ["replay", true],
      ["live", false],
      [END, false],
    ]);
  });

  it("loses no live message of a node on the same filter that doesn't ask for it", async () => {
    const flagsOf = await retainFlags([{ topic: "st/#", retainAsPublished: true }, { topic: "st/#" }]);
    const payloads = (await flagsOf(1)).map((entry) => (entry as unknown[])[0]);
    assert.deepEqual(payloads, ["replay", "live", END]);
  });

  it("gives a node that comes later its retained value once", async () => {
    const broker = await start();
    await broker.publish("st/a", ["replay"], { retain: true });
    const wanted = [{ topic: "st/#", retainAsPublished: true }, { topic: "st/a" }];
    const config = { uri: broker.uri, protocolVersion: "5" };
    const flow = await receiving(config, wanted.slice(0, 1));
    await flow.redeploy(receivers(config, wanted), "nodes");
    await flow.received("sink-1").next();
    await broker.publish("st/a", [END]);
    assert.deepEqual(await payloadsUntil(flow, 1), ["replay", END]);
  });
});
