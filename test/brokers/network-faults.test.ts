import assert from "node:assert/strict";
import { deploy, useRuntime, type DeployedFlow } from "../support/flow";
import { freePort } from "../support/free-port";
import { mosquittoMissing, startMosquitto, type Mosquitto } from "../support/mosquitto";
import { mosquittoSub, type ForeignSubscriber } from "../support/mosquitto-clients";
import { useNameService } from "../support/name-service";
import { needs } from "../support/needs";
import { connected, showing } from "../support/phrase";
import { startTcpProxy, type TcpProxy } from "../support/tcp-proxy";
import { plantNodes } from "./plant-nodes";
import { failed, warnings } from "./warnings";

describe("a network that fails", () => {
  needs(mosquittoMissing());
  useRuntime();
  const names = useNameService();
  let broker: Mosquitto;
  let subscriber: ForeignSubscriber;
  let proxy: TcpProxy;
  before(async () => {
    broker = await startMosquitto();
    subscriber = await mosquittoSub({ port: broker.port }, "plant/#", 1);
  });
  after(async () => {
    await subscriber.stop();
    await broker.stop();
  });
  beforeEach(async () => {
    proxy = await startTcpProxy(broker.port);
  });
  afterEach(() => proxy.stop());

  function deployed(config: object = {}): Promise<DeployedFlow> {
    return deploy(plantNodes({ uri: proxy.uri, reconnectMax: 1, ...config }));
  }

  /** Publishes numbers with QoS 1 through the nodes. */
  function publish(flow: DeployedFlow, from: number, to: number): void {
    for (let payload = from; payload < to; payload += 1) flow.send("out", { topic: "plant/n", payload, qos: 1 });
  }

  /** What a client on the other side of the broker gets until the last number, each once, in the order they came. */
  async function arrived(last: number): Promise<number[]> {
    const { messages } = subscriber;
    const numbers = new Set<number>();
    while (!numbers.has(last)) numbers.add(Number((await messages.next()).payload.toString()));
    return [...numbers];
  }

  const LOSSES = [
    ["resets a connection", "reset", "connection-lost", / was closed\.$/],
    ["cuts a connection", "cut", "connection-lost", / was closed\.$/],
    ["leaves a connection half-open", "halfOpen", "keepalive-timeout", / stopped answering\.$/],
  ] as const;

  for (const [title, loss, code, says] of LOSSES) {
    it(`and ${title} is said so once, and all that is published meanwhile arrives in order`, async () => {
      const flow = await deployed({ keepalive: 1 });
      await connected(flow, "in", "out");
      publish(flow, 0, 100);
      proxy[loss]();
      publish(flow, 100, 300);
      const { fill, shape } = await showing(flow, "in", code);
      assert.deepEqual([fill, shape], ["red", "ring"]);
      await connected(flow, "in", "out");
      publish(flow, 300, 301);
      await flow.completed.take(301);
      assert.deepEqual(await arrived(300), upTo(300));
      assert.equal(warnings(flow).length, 1, warnings(flow).join("\n"));
      assert.match(warnings(flow)[0] ?? "", says);
      assert.equal(flow.caught.all.length, 0);
    });
  }

  it("and then refuses is said once for each of both causes, however many attempts it takes", async () => {
    const flow = await deployed();
    await connected(flow, "in", "out");
    proxy.refuse();
    proxy.cut();
    publish(flow, 0, 50);
    await showing(flow, "in", "connection-refused");
    await failed(flow, 4);
    await flow.statuses("out").next(({ text }) => text === "50 waiting · no broker there");
    assert.deepEqual(
      warnings(flow).map((line) => /was closed|refused the connection/.exec(line)?.[0]),
      ["was closed", "refused the connection"],
    );
    await proxy.forward();
    await flow.completed.take(50);
    assert.deepEqual(await arrived(49), upTo(49));
  });

  it("and only accepts connections is told apart from a host that doesn't answer", async () => {
    await proxy.stall();
    const flow = await deployed({ connectTimeout: 1 });
    await showing(flow, "in", "connack-timeout");
    assert.match(warnings(flow)[0] ?? "", /accepts connections, but doesn't answer as an MQTT broker does/);
    await proxy.forward();
    await connected(flow, "in", "out");
  });

  for (const [scheme, path] of Object.entries({ mqtts: "", ws: "/mqtt", wss: "/mqtt" })) {
    it(`and only accepts connections doesn't answer ${scheme}`, async () => {
      await proxy.stall();
      const flow = await deployed({ uri: `${scheme}://127.0.0.1:${proxy.port}${path}`, connectTimeout: 1 });
      await showing(flow, "in", "connect-timeout");
      assert.match(warnings(flow)[0] ?? "", /didn't answer in time/);
    });
  }

  it("and is slow is waited for", async () => {
    proxy.slow(200);
    const flow = await deployed({ keepalive: 5 });
    await connected(flow, "in", "out");
    publish(flow, 0, 10);
    await flow.completed.take(10);
    assert.deepEqual(await arrived(9), upTo(9));
    assert.deepEqual(warnings(flow), []);
  });

  for (const code of ["ENOTFOUND", "EAI_AGAIN"] as const) {
    it(`and doesn't know the broker's name (${code}) is said once, and over when it does`, async () => {
      names.answer("broker.plant.example", code);
      const flow = await deployed({ uri: `mqtt://broker.plant.example:${proxy.port}` });
      const { fill, shape } = await showing(flow, "in", "host-not-found");
      assert.deepEqual([fill, shape], ["red", "ring"]);
      await failed(flow, 3);
      assert.deepEqual(warnings(flow), [`The host of mqtt://broker.plant.example:${proxy.port} was not found.`]);
      names.answer("broker.plant.example", ["127.0.0.1"]);
      await connected(flow, "in", "out");
    });
  }

  it("and refuses at each of several addresses of one host is named by that", async () => {
    names.answer("broker.plant.example", ["::1", "127.0.0.1", "127.0.0.2"]);
    const flow = await deployed({ uri: `mqtt://broker.plant.example:${await freePort()}` });
    await showing(flow, "in", "connection-refused");
  });

  it("but at one of several addresses is got over", async () => {
    names.answer("broker.plant.example", ["127.0.0.2", "127.0.0.1"]);
    const flow = await deployed({ uri: `mqtt://broker.plant.example:${proxy.port}` });
    await connected(flow, "in", "out");
    assert.deepEqual(warnings(flow), []);
  });
});

function upTo(last: number): number[] {
  return Array.from({ length: last + 1 }, (_, index) => index);
}
