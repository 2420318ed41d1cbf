import assert from "node:assert/strict";
import { deploy, useRuntime, type FlowNode } from "../support/flow";
import { mosquittoMissing, startMosquitto, type Mosquitto } from "../support/mosquitto";
import { needs } from "../support/needs";
import { connected, showing } from "../support/phrase";
import { plantNodes } from "./plant-nodes";

describe("mosquitto with TLS", () => {
  needs(mosquittoMissing());
  useRuntime();
  let broker: Mosquitto;
  before(async () => {
    broker = await startMosquitto({ tls: true });
  });
  after(() => broker.stop());

  function tlsNode(settings: object = {}): FlowNode {
    const { ca = "" } = broker.certificates ?? {};
    const empty = { cert: "", key: "", certname: "", keyname: "", caname: "", servername: "", alpnprotocol: "" };
    return { id: "tls", type: "tls-config", ...empty, ca, verifyservercert: true, ...settings };
  }

  it("is verified by the authority of a tls-config node", async () => {
    const flow = await deploy([tlsNode(), ...plantNodes({ uri: broker.uri, tls: "tls" })]);
    await connected(flow, "in", "out");
    flow.send("out", { topic: "plant/a", payload: "x", qos: 1 });
    assert.equal((await flow.received("sink").next()).payload, "x");
  });

  it("needs files that can be read", async () => {
    const flow = await deploy([tlsNode({ ca: "/nowhere" }), ...plantNodes({ uri: broker.uri, tls: "tls" })]);
    await showing(flow, "in", "tls-config-missing");
  });

  it("is refused without it: the certificate is not trusted", async () => {
    const flow = await deploy(plantNodes({ uri: broker.uri }));
    const shown = await showing(flow, "in", "certificate-untrusted");
    assert.deepEqual([shown.fill, shown.shape], ["red", "ring"]);
  });

  it("is connected to unverified if that is asked for, and the status says so", async () => {
    const flow = await deploy(plantNodes({ uri: broker.uri, verifyServer: "false" }));
    assert.equal((await showing(flow, "in", "not-verified")).fill, "yellow");
    await flow.logged.next(({ msg }) => String(msg).includes("is not verified"));
  });

  it("closes on who speaks in plain text", async () => {
    const flow = await deploy(plantNodes({ uri: broker.uri.replace("mqtts:", "mqtt:") }));
    await showing(flow, "in", "connection-lost");
  });

  it("is told apart from a broker that speaks no TLS", async () => {
    const plain = await startMosquitto();
    const flow = await deploy(plantNodes({ uri: plain.uri.replace("mqtt:", "mqtts:") }));
    await showing(flow, "in", "tls-failed");
    await plain.stop();
  });
});
