import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import helper from "node-red-node-test-helper";
import { nodeFolder } from "../../nodes/lib/store/node-folder";
import { useRuntime, type DeployedFlow } from "../support/flow";
import { useSubscribingNode, type SubscribingNode } from "./subscribing-node";

describe("subscriptions by message that survive a restart", () => {
  useRuntime();
  const current = useSubscribingNode();
  let node: SubscribingNode;
  let userDir: string;
  let file: string;

  beforeEach(async () => {
    node = current();
    userDir = await mkdtemp(path.join(tmpdir(), "persisted-"));
    file = path.join(nodeFolder(userDir, "in").path, "subscriptions.json");
    helper.settings({ userDir });
  });
  afterEach(async () => {
    helper.settings({ userDir: undefined });
    await helper.unload();
    await rm(userDir, { recursive: true });
  });

  function start(mqttIn: object = {}): Promise<DeployedFlow> {
    return node.start({ persistSubscriptions: true, ...mqttIn });
  }

  /** Stops the flows and starts them again. */
  async function restart(mqttIn: object = {}): Promise<DeployedFlow> {
    await helper.unload();
    return start(mqttIn);
  }

  async function listedTopics(): Promise<string[]> {
    return ((await node.listed()) as { topic: string }[]).map(({ topic }) => topic);
  }

  it("are there again with their options, and receive", async () => {
    await start();
    await node.done("subscribe", [{ topic: "home/+room", qos: 0, datatype: "utf8" }, "garden/#"]);
    const before = await node.listed();
    const next = await restart();
    assert.deepEqual(await node.listed(), before);
    await node.foreigner.publishAsync("home/kitchen", "5", { qos: 1 });
    const { payload, qos, params } = await next.received("sink").next(({ topic }) => topic === "home/kitchen");
    assert.deepEqual([payload, qos, params], ["5", 0, { room: "kitchen" }]);
  });

  it("are there again when the node has been disabled for a while", async () => {
    const flow = await start();
    await node.done("subscribe", ["a", "b"]);
    const nodes = node.nodes({ persistSubscriptions: true });
    await flow.redeploy(
      nodes.map((each) => (each.id === "in" ? { ...each, d: true } : each)),
      "nodes",
    );
    await flow.redeploy(nodes, "nodes");
    assert.deepEqual(await listedTopics(), ["a", "b"]);
  });

  it("are those that there were in the end", async () => {
    await start();
    await node.done("subscribe", ["a", "b"]);
    await node.done("unsubscribe", "a");
    await node.done("subscribe", "c");
    await restart();
    assert.deepEqual(await listedTopics(), ["b", "c"]);
  });

  it("are in the file when the node is closed, also what was just asked for", async () => {
    const flow = await start();
    for (let index = 0; index < 200; index += 1) {
      flow.send("in", { action: "subscribe", topic: `a/${index}` });
    }
    await flow.completed.take(200);
    await helper.unload();
    assert.equal((JSON.parse(await readFile(file, "utf8")) as unknown[]).length, 200);
  });

  it("go on over a Full deploy: the broker is asked for nothing, and replays nothing", async () => {
    await node.foreigner.publishAsync("home/a", "stored", { qos: 1, retain: true });
    const flow = await start();
    await node.done("subscribe", "home/a");
    assert.equal((await flow.received("sink").next()).payload, "stored");
    await flow.redeploy(node.nodes({ persistSubscriptions: true }), "full");
    assert.deepEqual(await listedTopics(), ["home/a"]);
    assert.deepEqual(await node.arrived("home/a"), ["home/a"]);
    assert.equal(flow.received("sink").all.filter(({ topic }) => topic === "home/a").length, 2);
    assert.deepEqual(node.asked.all, ["+home/a 1"]);
  });

  it("are forgotten with their node, and their file with them", async () => {
    const flow = await start();
    await node.done("subscribe", "a");
    await flow.redeploy([...node.nodes().slice(0, 1), { id: "left", type: "helper" }], "full");
    assert.deepEqual(await readdir(path.join(userDir, "m2m-flows-mqtt")), []);
  });

  for (const [why, changed] of [
    ["the node doesn't keep them any more", { persistSubscriptions: false }],
    ["the node takes no messages any more", { inputs: 0, topic: "x" }],
  ] as const) {
    it(`are forgotten where ${why}`, async () => {
      await start();
      await node.done("subscribe", "a");
      await restart(changed);
      await restart();
      assert.deepEqual(await listedTopics(), []);
    });
  }

  it("are kept while the node's configuration can't be read", async () => {
    await start();
    await node.done("subscribe", "a");
    await helper.unload();
    const broken = await node.deploy({ persistSubscriptions: "perhaps" });
    await broken.statuses("in").next(({ fill }) => fill === "red");
    await restart();
    assert.equal((await listedTopics()).length, 1);
  });

  it("are left out where they are wrong, each with a reason", async () => {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, JSON.stringify(["a", { topic: "b/#/c" }, { topic: "d", colour: "red" }, { topic: "e" }]));
    const flow = await start();
    assert.deepEqual(await listedTopics(), ["a", "e"]);
    await flow.logged.next(({ msg }) => String(msg).includes("only allowed at the end, after '/': b/#/c"));
    await flow.logged.next(({ msg }) => String(msg).includes("colour is no property of a subscription"));
  });

  it("that can't be read are moved aside and told, and new ones are kept", async () => {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, '[{"topic": "a"}, {"top');
    const flow = await start();
    const name = `${nodeFolder(userDir, "in").name}/subscriptions.json`;
    await flow.logged.next(({ msg }) => String(msg).includes(`the file ${name} in Node-RED's user directory`));
    assert.match(await readFile(file.replace(/json$/, "damaged"), "utf8"), /^\[\{"topic": "a"/);
    await node.done("subscribe", "b");
    await restart();
    assert.equal((await listedTopics()).length, 1);
  });

  it("that can't be written work on until the restart, and that is told once", async () => {
    await writeFile(path.join(userDir, "m2m-flows-mqtt"), "in the way");
    const flow = await start();
    await node.done("subscribe", "a");
    const { error } = await flow.caught.next();
    assert.equal(error.code, "store-failed");
    assert.match(error.message, /can't be written: ENOTDIR: not a directory\. What it is to hold is lost/);
    assert.ok(!JSON.stringify(error).includes(userDir));
    await node.done("subscribe", "b");
    assert.equal((await listedTopics()).length, 2);
    assert.equal(flow.caught.all.length, 1);
  });

  it("last until the restart where Node-RED has no directory, and that is told", async () => {
    helper.settings({ userDir: undefined });
    const flow = await start();
    await flow.logged.next(({ msg }) => String(msg).includes("because Node-RED has no user directory"));
    await node.done("subscribe", "a");
    assert.deepEqual(await listedTopics(), ["a"]);
  });

  it("leave no file where a node keeps none", async () => {
    await start({ persistSubscriptions: false, topic: "x" });
    await node.done("subscribe", "a");
    await helper.unload();
    assert.deepEqual(await readdir(userDir), []);
  });
});
