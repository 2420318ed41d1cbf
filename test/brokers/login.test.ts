import assert from "node:assert/strict";
import { deploy, useRuntime } from "../support/flow";
import { mosquittoMissing, startMosquitto, type Mosquitto } from "../support/mosquitto";
import { needs } from "../support/needs";
import { connected } from "../support/phrase";
import { plantNodes } from "./plant-nodes";

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

  it("refuses others, which every node says in words, and the log once", async () => {
    const flow = await deploy(plantNodes({ uri: broker.uri }), {
      broker: { username: "alice", password: "wrong-one" },
    });
    for (const id of ["in", "out"]) {
      const text = /status\.(bad-credentials|not-authorised)$/;
      const shown = await flow.statuses(id).next((status) => text.test(status.text ?? ""));
      assert.deepEqual([shown.fill, shown.shape], ["red", "ring"]);
    }
    const lines = flow.logged.all.filter(({ msg }) => String(msg).includes("refused the login"));
    assert.equal(lines.length, 1);
    assert.ok(!JSON.stringify(flow.logged.all).includes("wrong-one"));
  });
});
