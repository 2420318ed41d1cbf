import assert from "node:assert/strict";
import { deploy, useRuntime } from "../support/flow";
import { mosquittoMissing, startMosquitto, type Mosquitto } from "../support/mosquitto";
import { needs } from "../support/needs";
import { connected, showing } from "../support/phrase";
import { plantNodes } from "./plant-nodes";
import { failed, warnings } from "./warnings";

describe("mosquitto with user and password", () => {
  needs(mosquittoMissing());
  useRuntime();
  let broker: Mosquitto;
  before(async () => {
    broker = await startMosquitto({ users: { alice: "s3cret" } });
  });
  after(() => broker.stop());

  it("lets in who has the right ones", async () => {
    const flow = await deploy(plantNodes({ uri: broker.uri }), { broker: { username: "alice", password: "s3cret" } });
    await connected(flow, "in", "out");
    flow.send("out", { topic: "plant/a", payload: "x", qos: 1 });
    assert.equal((await flow.received("sink").next()).payload, "x");
  });

  it("takes them from the address too, and no log line ever holds them", async () => {
    const uri = broker.uri.replace("://", "://alice:s3cret@");
    const flow = await deploy(plantNodes({ uri }));
    await connected(flow, "in");
    assert.ok(!JSON.stringify(flow.logged.all).includes("s3cret"));
  });

  for (const [version, name] of [
    ["5", "5"],
    ["4", "3.1.1"],
  ] as const) {
    it(`refuses others in MQTT ${name}, which every node says in words, and the log once`, async () => {
      const nodes = plantNodes({ uri: broker.uri, protocolVersion: version, reconnectMax: 1 });
      const flow = await deploy(nodes, { broker: { username: "alice", password: "wrong-one" } });
      for (const id of ["in", "out"]) {
        const { fill, shape } = await showing(flow, id, "not-authorised");
        assert.deepEqual([fill, shape], ["red", "ring"]);
      }
      await failed(flow, 2);
      assert.deepEqual(warnings(flow), [`${broker.uri} refused the login: not authorised.`]);
      assert.ok(!JSON.stringify(flow.logged.all).includes("wrong-one"));
    });
  }

  it("lets in who was refused, once the password is right", async () => {
    const nodes = plantNodes({ uri: broker.uri, reconnectMax: 1 });
    const flow = await deploy(nodes, { broker: { username: "alice", password: "wrong-one" } });
    await showing(flow, "in", "not-authorised");
    await broker.restart({ users: { alice: "wrong-one" } });
    await connected(flow, "in", "out");
    await broker.restart({ users: { alice: "s3cret" } });
  });
});
