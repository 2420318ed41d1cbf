import assert from "node:assert/strict";
import { certificates, opensslMissing } from "../support/certificates";
import { deploy, useRuntime, type FlowNode } from "../support/flow";
import { freePort } from "../support/free-port";
import { refusingWith, startHttpProxy, type HttpProxy, type HttpProxyOptions } from "../support/http-proxy";
import { mosquittoMissing, startMosquitto, type Mosquitto } from "../support/mosquitto";
import { needs } from "../support/needs";
import { connected, showing } from "../support/phrase";
import { useProxyEnvironment } from "../support/proxy-environment";
import { plantNodes } from "./plant-nodes";

/** Four listeners of one mosquitto: of each transport one. */
const SCHEMES = ["mqtt", "mqtts", "ws", "wss"] as const;
type Scheme = (typeof SCHEMES)[number];

describe("mosquitto behind a proxy", () => {
  needs(mosquittoMissing());
  needs(opensslMissing());
  useRuntime();
  const environment = useProxyEnvironment();
  let broker: Mosquitto;
  let ports: Readonly<Record<Scheme, number>>;
  let proxy: HttpProxy;
  before(async () => {
    const { otherHost } = await certificates();
    const secure = [`certfile ${otherHost.certificate}`, `keyfile ${otherHost.key}`];
    const webSocket = ["protocol websockets"];
    const [mqtts, ws, wss] = [await freePort(), await freePort(), await freePort()];
    const lines = [
      ...[`listener ${mqtts} 127.0.0.1`, ...secure],
      ...[`listener ${ws} 127.0.0.1`, ...webSocket],
      ...[`listener ${wss} 127.0.0.1`, ...webSocket, ...secure],
    ];
    broker = await startMosquitto({ lines });
    ports = { mqtt: broker.port, mqtts, ws, wss };
  });
  after(() => broker.stop());
  afterEach(() => proxy.stop());

  /** Starts a proxy that leads to mosquitto and alone knows it by a name. */
  async function proxied(options: HttpProxyOptions = {}, login = ""): Promise<void> {
    proxy = await startHttpProxy({ leadsTo: broker.port, ...options });
    environment({ all_proxy: `http://${login}${proxy.name}` });
  }

  async function nodes(config: object): Promise<FlowNode[]> {
    const empty = { cert: "", key: "", certname: "", keyname: "", caname: "", servername: "", alpnprotocol: "" };
    const tls = { id: "tls", type: "tls-config", ...empty, ca: (await certificates()).ca, verifyservercert: true };
    return [tls, ...plantNodes({ tls: "tls", reconnectMin: 1, reconnectMax: 1, ...config })];
  }

  for (const scheme of SCHEMES) {
    it(`is reached by ${scheme}, and messages go both ways`, async () => {
      await proxied({ leadsTo: ports[scheme], login: "joe:s3cret" }, "joe:s3cret@");
      const flow = await deploy(await nodes({ uri: `${scheme}://broker.example:1234` }));
      await connected(flow, "in", "out");
      flow.send("out", { topic: "plant/a", payload: "x", qos: 2 });
      assert.equal((await flow.received("sink").next()).payload, "x");
      assert.equal((await proxy.requests.next()).target, "broker.example:1234");
      assert.ok(!JSON.stringify([flow.logged.all, flow.statuses("in").all]).includes("s3cret"));
    });
  }

  it("needs TLS to be good up to the broker itself", async () => {
    await proxied({ leadsTo: ports.mqtts });
    const flow = await deploy(await nodes({ uri: "mqtts://broker.elsewhere.example" }));
    await showing(flow, "in", "certificate-wrong-host");
  });

  it("is reached without the proxy on this machine", async () => {
    await proxied();
    const flow = await deploy(await nodes({ uri: broker.uri }));
    await connected(flow, "in", "out");
    assert.deepEqual(proxy.requests.all, []);
  });

  it("is looked for without the proxy where no_proxy says so", async () => {
    await proxied();
    environment({ no_proxy: "broker.invalid" });
    const flow = await deploy(await nodes({ uri: "mqtt://broker.invalid" }));
    await showing(flow, "in", "host-not-found");
    assert.deepEqual(proxy.requests.all, []);
  });

  for (const status of [403, 407]) {
    it(`is out of reach when the proxy answers with HTTP ${status}, which the status names`, async () => {
      await proxied({ answer: refusingWith(status) }, "joe:s3cret@");
      const flow = await deploy(await nodes({ uri: "mqtt://broker.example" }));
      await flow.statuses("in").next(({ text }) => text === `proxy refused: HTTP ${status}`);
      const { msg } = await flow.logged.next((entry) => String(entry.msg).includes(proxy.name));
      assert.ok(String(msg).includes(String(status)));
      assert.ok(!JSON.stringify(flow.logged.all).includes("s3cret"));
    });
  }

  it("is out of reach when the proxy says nothing, which is said in time", async () => {
    await proxied({ answer: () => undefined });
    const flow = await deploy(await nodes({ uri: "mqtt://broker.example", connectTimeout: 1 }));
    await showing(flow, "in", "proxy-timeout");
    await flow.logged.next(({ msg }) => String(msg).includes(`The proxy ${proxy.name} didn't answer`));
  });

  for (const scheme of SCHEMES) {
    it(`is out of reach by ${scheme} when the proxy is of another kind, and its address is not shown`, async () => {
      await proxied();
      environment({ all_proxy: `socks5://joe:s3cret@${proxy.name}` });
      const flow = await deploy(await nodes({ uri: `${scheme}://broker.example` }));
      await showing(flow, "in", "proxy-unsupported");
      await flow.logged.next(({ msg }) => String(msg).includes("all_proxy"));
      assert.ok(!JSON.stringify(flow.logged.all).includes("s3cret"));
    });
  }

  it("is connected to again when the proxy comes back", async () => {
    await proxied();
    const flow = await deploy(await nodes({ uri: "mqtt://broker.example" }));
    await connected(flow, "in", "out");
    await proxy.stop();
    await showing(flow, "in", "proxy-unreachable");
    proxy = await startHttpProxy({ port: proxy.port, leadsTo: broker.port });
    await connected(flow, "in", "out");
    flow.send("out", { topic: "plant/a", payload: "again", qos: 1 });
    assert.equal((await flow.received("sink").next()).payload, "again");
  });

  it("is not kept waiting for by a flow that is stopped", async () => {
    await proxied({ answer: () => undefined });
    const flow = await deploy(await nodes({ uri: "mqtt://broker.example" }));
    await proxy.requests.next();
    await flow.redeploy([], "full");
    await proxy.deserted();
  });
});
