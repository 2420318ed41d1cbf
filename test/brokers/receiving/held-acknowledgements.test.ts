import assert from "node:assert/strict";
import { useRuntime, type DeployedFlow } from "../../support/flow";
import { connected } from "../../support/phrase";
import { startTcpProxy, type TcpProxy } from "../../support/tcp-proxy";
import { useMosquitto, type ForeignBroker } from "./foreign-broker";
import { END, receivers, receiving } from "./receivers";

const KEPT = { cleanSession: false, clientId: "plant" };
const MANUAL = { topic: "job/#", ack: "manual", inputs: 1, retained: "new" };
/** Takes what is published with QoS 0, which no acknowledgement holds up. */
const WATCH = { topic: "watch", qos: 0 };

describe("messages that the flow acknowledges", () => {
  useRuntime();
  const start = useMosquitto();
  let broker: ForeignBroker;
  let proxy: TcpProxy;
  beforeEach(async () => {
    broker = await start({ lines: ["set_tcp_nodelay true", "max_queued_messages 0"] });
    proxy = await startTcpProxy(broker.port);
  });
  afterEach(() => proxy.stop());

  function running(manual: object = {}, config: object = {}): Promise<DeployedFlow> {
    return receiving({ uri: proxy.uri, ...KEPT, ...config }, [{ ...MANUAL, ...manual }, WATCH]);
  }

  /** The payloads that have come when the broker has nothing more to send. */
  async function come(flow: DeployedFlow, last = END): Promise<unknown[]> {
    await broker.publish("watch", [last], { qos: 0 });
    await flow.received("sink-1").next(({ payload }) => payload === last);
    return flow.received("sink-0").all.map(({ payload }) => payload);
  }

  async function reconnected(flow: DeployedFlow): Promise<void> {
    const count = proxy.accepted.all.length;
    proxy.reset();
    await proxy.accepted.next((index) => index > count);
    await connected(flow, "in-0");
  }

  for (const protocolVersion of ["5", "4"]) {
    const version = `protocol version ${protocolVersion}`;

    it(`are given to it no more than maxUnacked at a time, and the next when one is acknowledged (${version})`, async () => {
      const flow = await running({ maxUnacked: 3 }, { protocolVersion });
      await broker.publish("job/a", [1, 2, 3, 4, 5]);
      assert.deepEqual(await come(flow, "first"), [1, 2, 3]);
      const [one = {}, two = {}] = await flow.received("sink-0").take(3);
      flow.send("in-0", two);
      assert.equal((await flow.received("sink-0").next()).payload, 4);
      flow.send("in-0", one);
      assert.equal((await flow.received("sink-0").next()).payload, 5);
      assert.deepEqual(await come(flow, "second"), [1, 2, 3, 4, 5]);
      assert.equal(flow.caught.all.length, 0);
    });

    it(`come again after a reconnect if they aren't acknowledged, and only those (${version})`, async () => {
      const flow = await running({}, { protocolVersion });
      await broker.publish("job/a", [1, 2, 3]);
      const [one = {}] = await flow.received("sink-0").take(3);
      flow.send("in-0", one);
      await broker.log.next((line) => line.includes("Received PUBACK from plant"));
      await reconnected(flow);
      const again = await flow.received("sink-0").take(2);
      assert.deepEqual(
        again.map(({ payload }) => payload),
        [2, 3],
      );
      for (const message of again) flow.send("in-0", message);
      for (const _ of again) await broker.log.next((line) => line.includes("Received PUBACK from plant"));
      await reconnected(flow);
      assert.deepEqual(await come(flow), [1, 2, 3, 2, 3]);
    });
  }

  it("can't be acknowledged once the connection is another: that is said, and the message comes again", async () => {
    const flow = await running();
    await broker.publish("job/a", [1]);
    const stale = await flow.received("sink-0").next();
    await reconnected(flow);
    const fresh = await flow.received("sink-0").next();
    assert.notEqual(fresh["_mqttAck"], stale["_mqttAck"]);
    flow.send("in-0", stale);
    const { error } = await flow.caught.next();
    assert.equal(error.code, "ack-stale");
    assert.match(error.message, /^[A-Z].* .*/);
    flow.send("in-0", fresh);
    await broker.log.next((line) => line.includes("Received PUBACK from plant"));
    assert.equal(flow.caught.all.length, 1);
  });

  it("may be acknowledged after the flow's own message with QoS 1, however few are outstanding", async () => {
    const flow = await running({ maxUnacked: 1 });
    const jobs = Array.from({ length: 30 }, (_, index) => index);
    await broker.publish("job/a", jobs);
    for (const job of jobs) {
      const message = await flow.received("sink-0").next();
      assert.equal(message.payload, job);
      flow.send("out", { topic: "done/a", payload: job, qos: 1 });
      await flow.completed.next(({ payload, topic }) => topic === "done/a" && payload === job);
      flow.send("in-0", message);
    }
    assert.deepEqual(await come(flow), jobs);
    assert.equal(flow.caught.all.length, 0);
  });

  it("don't keep the link from living: pings are answered while everything is held", async () => {
    const flow = await running({ maxUnacked: 20 }, { keepalive: 1 });
    await broker.publish(
      "job/a",
      Array.from({ length: 40 }, (_, index) => index),
    );
    await flow.received("sink-0").take(20);
    for (let pings = 0; pings < 3; pings += 1)
      await broker.log.next((line) => line.includes("Sending PINGRESP to plant"));
    assert.equal((await come(flow)).length, 20);
    assert.equal(proxy.accepted.all.length, 1);
  });

  it("go to Catch when ackTimeout is over, and are acknowledged", async () => {
    const flow = await running({ ackTimeout: 1 });
    await broker.publish("job/a", ["forgotten"]);
    const { error, topic, payload } = await flow.caught.next();
    assert.deepEqual([error.code, error.source.id, topic], ["ack-timeout", "in-0", "job/a"]);
    assert.equal(String(payload), "forgotten");
    await broker.log.next((line) => line.includes("Received PUBACK from plant"));
    await reconnected(flow);
    assert.deepEqual(await come(flow), ["forgotten"]);
  });

  for (const [name, before] of [
    ["from the start", [MANUAL]],
    ["with a later deploy", []],
  ] as const) {
    it(`are sent by a broker without a limit of its own no more than MQTT 5 lets us ask for (${name})`, async () => {
      const generous = await start({ lines: ["max_inflight_messages 0", "max_queued_messages 0"] });
      const config = { uri: generous.uri, ...KEPT };
      const flow = await receiving(config, [WATCH, ...before]);
      await flow.redeploy(receivers(config, [WATCH, MANUAL]), "nodes");
      if (before.length === 0) await connected(flow, "in-1");
      await generous.publish("job/a", [...Array(300).keys()]);
      await generous.publish("watch", [END], { qos: 0 });
      await flow.received("sink-0").next(({ payload }) => payload === END);
      const sent = generous.log.all.filter((line) => line.includes("Sending PUBLISH to plant") && line.includes("q1"));
      assert.ok(sent.length < 300, `${sent.length} sent`);
    });
  }
});
