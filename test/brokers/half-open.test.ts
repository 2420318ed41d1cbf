import assert from "node:assert/strict";
import { setInterval, setTimeout } from "node:timers";
import { startAedes, type AedesBroker } from "../support/aedes-broker";
import { deploy, useRuntime, type DeployedFlow } from "../support/flow";
import { Journal } from "../support/journal";
import { connected, showing } from "../support/phrase";
import { accepted } from "../support/scripted-peer";
import { startTcpProxy, type TcpProxy } from "../support/tcp-proxy";
import { useScriptedPeer } from "./facing-peer";
import { plantNodes } from "./plant-nodes";

const KEEPALIVE = 1_000;

describe("a broker that is gone without a word", () => {
  useRuntime();
  let broker: AedesBroker;
  let proxy: TcpProxy;

  beforeEach(async () => {
    broker = await startAedes();
    proxy = await startTcpProxy(broker.port);
  });
  afterEach(async () => {
    await proxy.stop();
    await broker.stop();
  });

  it("is noticed within 1.5 x keepalive, and the connection comes back", async () => {
    const flow = await throughProxy();
    await noticed(flow);
    await connected(flow, "in", "out");
    flow.send("out", { topic: "plant/n", payload: "again", qos: 1 });
    assert.equal((await flow.received("sink").next()).payload, "again");
  });

  for (const qos of [0, 1]) {
    it(`is noticed as soon while messages of QoS ${qos} are sent all the time`, async () => {
      const flow = await throughProxy();
      const publishing = setInterval(() => flow.send("out", { topic: "plant/n", payload: "x", qos }), 50);
      try {
        await flow.completed.next();
        await noticed(flow);
        assert.ok(proxy.swallowed.all.length >= 10, "messages went on");
        await connected(flow, "in", "out");
        flow.received("sink").skip();
        await flow.received("sink").next();
      } finally {
        clearInterval(publishing);
      }
    });
  }

  async function throughProxy(): Promise<DeployedFlow> {
    const config = { uri: proxy.uri, protocolVersion: "4", keepalive: 1, reconnectMax: 1 };
    const flow = await deploy(plantNodes(config));
    await connected(flow, "in", "out");
    return flow;
  }

  /** The last byte from the broker came at most a keepalive before the cut: there is a PINGREQ in each. */
  async function noticed(flow: DeployedFlow): Promise<void> {
    proxy.halfOpen();
    const cut = performance.now();
    await showing(flow, "in", "keepalive-timeout");
    const silence = performance.now() - cut;
    assert.ok(silence > 0.4 * KEEPALIVE && silence < 2.5 * KEEPALIVE, `noticed after ${silence} ms`);
  }
});

describe("a broker that is there", () => {
  useRuntime();
  const facing = useScriptedPeer();

  it("isn't left for what this process did instead of listening for more than 1.5 x keepalive", async () => {
    const answers = new Journal<string>("answers to PINGREQ");
    const flow = await facing(
      (packet, connection) => {
        if (packet.cmd === "connect") connection.send(accepted());
        if (packet.cmd !== "pingreq") return;
        // As far away as another machine: a silence that is decided on at once is decided on before.
        setTimeout(() => {
          connection.send({ cmd: "pingresp" });
          answers.add("pingresp");
        }, 100);
      },
      { keepalive: 1 },
    );
    await connected(flow, "out");
    const end = performance.now() + 2 * KEEPALIVE;
    while (performance.now() < end);
    await answers.take(2);
    assert.deepEqual(failures(flow), []);
  });

  it("isn't left while messages come, though it doesn't answer PINGREQ", async () => {
    const flow = await facing(
      (packet, connection) => {
        if (packet.cmd === "connect") connection.send(accepted());
        if (packet.cmd === "pingreq") connection.send(message);
      },
      { keepalive: 1 },
    );
    await flow.received("sink").take(3);
    assert.deepEqual(failures(flow), []);
  });
});

const message = { cmd: "publish", topic: "plant/n", payload: "x", qos: 0, retain: false, dup: false } as const;

function failures(flow: DeployedFlow): object[] {
  return flow.statuses("out").all.filter(({ fill }) => fill === "red");
}
