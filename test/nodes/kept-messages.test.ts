import assert from "node:assert/strict";
import helper from "node-red-node-test-helper";
import { deploy, useRuntime, type DeployedFlow, type FlowNode } from "../support/flow";
import { freePort } from "../support/free-port";
import { connected } from "../support/phrase";
import { WaitingClients } from "./kept-messages";

const LEFT: FlowNode = { id: "left", type: "helper" };
const DEPLOYS = ["full", "flows", "nodes"] as const;

describe("messages that wait on disk", () => {
  useRuntime();
  let broker: WaitingClients;

  beforeEach(async () => {
    broker = new WaitingClients();
    await broker.begin();
  });
  afterEach(() => broker.end());

  const warning = (flow: DeployedFlow, words: string): Promise<unknown> =>
    flow.logged.next(({ level, msg }) => level === 30 && String(msg).includes(words));
  const isWarned = (flow: DeployedFlow, words: string): boolean =>
    flow.logged.all.some(({ msg }) => String(msg).includes(words));

  it("are left there when their broker node is removed, which it says, and sent when it is back", async () => {
    const flow = await broker.keeping(3);
    await flow.redeploy([LEFT], "full");
    await warning(flow, `3 messages still wait in the folder ${broker.folderName} in Node-RED's user directory`);
    assert.notDeepEqual(await broker.files(), []);
    await flow.redeploy([...broker.nodes(), LEFT], "full");
    await broker.letIn();
    flow.send("out", { payload: 3 });
    assert.deepEqual(await broker.payloads(4), [0, 1, 2, 3]);
    assert.deepEqual(flow.caught.all, []);
  });

  it("are left there though the broker has them and hasn't acknowledged them", async () => {
    broker.acknowledges = false;
    const flow = await broker.keeping(2);
    broker.letInLast();
    await broker.published.take(2);
    await flow.redeploy([LEFT], "full");
    await warning(flow, "2 messages still wait");
  });

  it("are left there though the node had not yet got rid of them since it keeps none on disk", async () => {
    const flow = await broker.keeping(2);
    await flow.redeploy(broker.nodes({ queue: "memory" }), "full");
    await broker.clients.next();
    await flow.redeploy([LEFT], "full");
    await warning(flow, "2 messages still wait");
  });

  it("are kept without a word while the node is disabled", async () => {
    const flow = await broker.keeping(2);
    const nodes = broker.nodes();
    await flow.redeploy(
      nodes.map((each) => (each.id === "broker" ? { ...each, d: true } : each)),
      "full",
    );
    await flow.redeploy(nodes, "full");
    await broker.letIn();
    assert.deepEqual(await broker.payloads(2), [0, 1]);
    assert.ok(!isWarned(flow, "still wait"));
  });

  it("leave nothing behind when they are sent and their node is removed", async () => {
    const flow = await broker.keeping(2);
    broker.letInLast();
    await broker.published.take(2);
    flow.send("out", { action: "getQueue" });
    await flow.completed.next();
    await flow.redeploy([LEFT], "full");
    assert.deepEqual(await broker.everything(), []);
    assert.ok(!isWarned(flow, "still wait"));
  });

  for (const type of DEPLOYS) {
    it(`are sent once and in order by the node that a deploy (${type}) has changed`, async () => {
      const flow = await broker.keeping(3);
      await flow.redeploy(broker.nodes({ keepalive: 17 }), type);
      await broker.letIn();
      flow.send("out", { payload: 3 });
      assert.deepEqual(await broker.payloads(4), [0, 1, 2, 3]);
      assert.deepEqual([broker.clients.all.length, flow.caught.all], [2, []]);
    });
  }

  it("are sent again by the changed node where they weren't acknowledged, and no others", async () => {
    const flow = await broker.keeping(4);
    broker.acknowledges = false;
    broker.letInLast({ receiveMaximum: 2 });
    const [first] = await broker.published.take(2);
    if (first !== undefined) broker.acknowledge(first);
    await broker.published.next();
    broker.acknowledges = true;
    await flow.redeploy(broker.nodes({ keepalive: 17 }), "full");
    await broker.letIn();
    assert.deepEqual(await broker.payloads(3), [1, 2, 3]);
  });

  it("go on being sent, on the same connection, over a Full deploy that changes nothing", async () => {
    const flow = await broker.keeping(3);
    broker.acknowledges = false;
    broker.letInLast({ receiveMaximum: 1 });
    const first = await broker.published.next();
    await flow.redeploy(broker.nodes(), "full");
    broker.acknowledges = true;
    broker.acknowledge(first);
    flow.send("out", { payload: 3 });
    assert.deepEqual(await broker.payloads(3), [1, 2, 3]);
    assert.equal(broker.clients.all.length, 1);
  });

  for (const queue of ["memory", "off"] as const) {
    it(`are sent when the node's queue is now ${queue}, before what comes then, and their folder is removed`, async () => {
      const flow = await broker.keeping(3);
      await flow.redeploy(broker.nodes({ queue }), "full");
      await broker.letIn();
      assert.deepEqual(await broker.payloads(3), [0, 1, 2]);
      flow.send("out", { payload: 3 });
      assert.equal((await flow.completed.next()).payload, 3);
      await helper.unload();
      assert.deepEqual(await broker.everything(), []);
      assert.equal(broker.published.all.length, 4);
    });
  }

  it("are joined, when the node's queue is now memory, by others that are done when the broker has them", async () => {
    const flow = await broker.keeping(1);
    await flow.redeploy(broker.nodes({ queue: "memory" }), "full");
    flow.send("out", { payload: 1 });
    flow.send("out", { action: "getQueue" });
    const state = (await flow.completed.next()).payload as object;
    assert.deepEqual(flow.completed.all.length, 2, "the first message, and the command");
    assert.ok("storage" in state && state.storage === "memory");
    await broker.letIn();
    assert.deepEqual(await broker.payloads(2), [0, 1]);
    assert.equal((await flow.completed.next()).payload, 1);
  });

  it("are joined by none, when the node's queue is now off: each ends in an error at once", async () => {
    const flow = await broker.keeping(1);
    await flow.redeploy(broker.nodes({ queue: "off" }), "full");
    flow.send("out", { payload: 1 });
    const { error, payload } = await flow.caught.next();
    assert.deepEqual([error.code, payload], ["not-connected", 1]);
    await broker.letIn();
    assert.deepEqual(await broker.payloads(1), [0]);
  });

  it("wait in memory where Node-RED has no user directory, which is told once", async () => {
    helper.settings({ userDir: undefined });
    const flow = await broker.deploy();
    await warning(flow, "Node-RED has no user directory. They wait in memory.");
    for (const payload of [0, 1]) flow.send("out", { payload });
    flow.send("out", { action: "getQueue" });
    assert.equal(((await flow.completed.next()).payload as { waiting: number }).waiting, 2);
    await broker.letIn();
    assert.deepEqual(await broker.payloads(2), [0, 1]);
    assert.deepEqual(
      (await flow.completed.take(2)).map(({ payload }) => payload),
      [0, 1],
    );
    assert.equal(flow.logged.all.filter(({ msg }) => String(msg).includes("no user directory")).length, 1);
  });

  it("are sent no faster than the drain rate, and before what comes meanwhile", async () => {
    const flow = await broker.keeping(2, { drainRate: 1 });
    const begin = performance.now();
    broker.letInLast();
    assert.deepEqual(await broker.payloads(1), [0]);
    flow.send("out", { payload: 2 });
    assert.deepEqual(await broker.payloads(2), [1, 2]);
    const taken = performance.now() - begin;
    assert.ok(taken > 990, `the second message came after ${taken} ms`);
  });

  it("are counted in the node's status until the broker has them", async () => {
    const uri = `mqtt://127.0.0.1:${await freePort()}`;
    const away = broker.nodes({ uri });
    const flow = await deploy(away);
    for (const payload of [0, 1]) flow.send("out", { payload });
    await flow.statuses("out").next(({ text }) => text === "2 waiting · no broker there");
    assert.equal((await flow.completed.take(2)).length, 2);
    await flow.redeploy(broker.nodes(), "full");
    await broker.letIn();
    await broker.published.take(2);
    await connected(flow, "out");
    assert.ok(!flow.statuses("out").all.at(-1)?.text?.includes("waiting"));
  });
});
