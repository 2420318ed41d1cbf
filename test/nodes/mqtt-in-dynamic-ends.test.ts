import assert from "node:assert/strict";
import type { Client, Subscription } from "aedes";
import { startAedes } from "../support/aedes-broker";
import { useRuntime } from "../support/flow";
import { freePort } from "../support/free-port";
import { showing } from "../support/phrase";
import { LISTED, useSubscribingNode, type SubscribingNode } from "./subscribing-node";

type Authorised = (error: null, subscription: Subscription | null) => void;

describe("a command to subscribe ends once:", () => {
  useRuntime();
  const current = useSubscribingNode();
  let node: SubscribingNode;
  beforeEach(() => {
    node = current();
  });

  /** Grants all but what is secret. */
  const authorise = (_client: Client | null, subscription: Subscription, done: Authorised): void =>
    done(null, subscription.topic.startsWith("secret") ? null : subscription);

  it("with the broker's refusal; what is refused is dropped, the others stay", async () => {
    node.broker.aedes.authorizeSubscribe = authorise;
    const flow = await node.start();
    node.command("subscribe", ["secret/a", "home/a", "secret/b"]);
    const { error, topic, subscriptions } = await flow.caught.next();
    assert.equal(error.code, "subscribe-refused");
    assert.match(error.message, /refused the subscription to secret\/a/);
    assert.deepEqual(topic, ["secret/a", "home/a", "secret/b"]);
    assert.deepEqual(subscriptions, [{ ...LISTED, topic: "home/a" }]);
    assert.deepEqual(await node.listed(), subscriptions);
    await showing(flow, "in", "connected-topic");
    assert.deepEqual(await node.arrived("home/a"), ["home/a"]);
    assert.deepEqual([flow.caught.all.length, flow.completed.all.length], [1, 1]);
  });

  it("well without a connection; a refusal on the next one is the node's own", async () => {
    const port = await freePort();
    const flow = await node.deploy({}, { uri: `mqtt://127.0.0.1:${port}`, reconnectMin: 1, reconnectMax: 1 });
    await showing(flow, "in", "connection-refused");
    await node.done("subscribe", ["home/a", "secret"]);
    const late = await startAedes({ port });
    late.aedes.authorizeSubscribe = authorise;
    const caught = await flow.caught.next(({ error }) => error.code === "subscribe-refused");
    assert.equal(caught.topic, undefined);
    assert.equal((await showing(flow, "in", "subscribe-refused")).fill, "red");
    await node.done("unsubscribe", "secret");
    await showing(flow, "in", "connected-topic");
    await late.stop();
    assert.equal(flow.completed.all.length, 2);
  });

  it("well when the connection is lost meanwhile; it is asked for on the next one", async () => {
    const mute = await startAedes();
    const flow = await node.start({}, { uri: mute.uri, reconnectMin: 1, reconnectMax: 1 });
    const silent = new Promise<void>((resolve) => {
      mute.aedes.authorizeSubscribe = () => resolve();
    });
    node.command("subscribe", "home/a");
    await silent;
    assert.deepEqual(flow.completed.all, []);
    await mute.stop();
    await flow.completed.next();
    const next = await startAedes({ port: mute.port });
    const asked = new Promise<string | undefined>((resolve) => {
      next.aedes.on("subscribe", ([subscription]) => resolve(subscription?.topic));
    });
    assert.equal(await asked, "home/a");
    await showing(flow, "in", "connected-topic");
    await next.stop();
    assert.deepEqual([flow.completed.all.length, flow.caught.all], [1, []]);
  });

  it("with an error where its node is closed before the broker has answered", async () => {
    const flow = await node.start();
    const silent = new Promise<void>((resolve) => {
      node.broker.aedes.authorizeSubscribe = () => resolve();
    });
    node.command("subscribe", "home/a");
    await silent;
    await flow.redeploy([...node.nodes().slice(0, 1), { id: "left", type: "helper" }], "nodes");
    assert.equal((await flow.caught.next()).error.code, "node-closed");
    assert.deepEqual([flow.completed.all, flow.caught.all.length], [[], 1]);
  });

  it("and shows how many topics there are, but not each step of it", async () => {
    const flow = await node.start();
    flow.statuses("in").skip();
    await node.done("subscribe", ["a", "b", "c"]);
    const { fill, shape, text } = await flow.statuses("in").next();
    assert.deepEqual([fill, shape, text], ["green", "dot", "connected · 3 topics"]);
    await node.done("unsubscribe", ["a", "b"]);
    await showing(flow, "in", "connected-topic");
    await node.done("unsubscribe", true);
    await showing(flow, "in", "connected");
  });
});
