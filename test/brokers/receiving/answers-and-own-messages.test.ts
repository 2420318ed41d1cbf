import assert from "node:assert/strict";
import { startAedes, type AedesBroker } from "../../support/aedes-broker";
import { useRuntime, type DeployedFlow } from "../../support/flow";
import { connected, phrase } from "../../support/phrase";
import { useCopyingPeer } from "./copying-peer";
import { useMosquitto } from "./foreign-broker";
import { END, payloadsUntil, receivers, receiving } from "./receivers";

describe("the broker's answer to a subscription", () => {
  useRuntime();
  const startPeer = useCopyingPeer();
  const start = useMosquitto();
  let aedes: AedesBroker | undefined;
  afterEach(() => aedes?.stop());

  async function refusedAlone(config: object): Promise<DeployedFlow> {
    const flow = await receiving(config, []);
    await flow.redeploy(receivers(config, [{ topic: "secret/#" }, { topic: "open/#" }]), "full");
    const status = await flow.statuses("in-0").next(({ text }) => text === phrase("subscribe-refused"));
    assert.equal(status.fill, "red");
    await connected(flow, "in-1");
    const { error } = await flow.caught.next();
    assert.deepEqual([error.source.id, error.code], ["in-0", "subscribe-refused"]);
    assert.match(error.message, /secret\/#/);
    return flow;
  }

  it("turns the refused node alone red, and goes to Catch with the reason (MQTT 5)", async () => {
    const peer = await startPeer({ copies: "one copy", answers: { "secret/#": 0x87 } });
    const flow = await refusedAlone({ uri: peer.uri });
    assert.match(flow.caught.all[0]?.error.message ?? "", /not authori[sz]ed/);
    peer.publish("open/a", END);
    assert.deepEqual(await payloadsUntil(flow, 1), [END]);
  });

  it("turns the refused node alone red, and goes to Catch (aedes)", async () => {
    aedes = await startAedes();
    aedes.aedes.authorizeSubscribe = (_client, subscription, done) => {
      done(null, subscription.topic === "secret/#" ? null : subscription);
    };
    const flow = await refusedAlone({ uri: aedes.uri, protocolVersion: "4" });
    flow.send("out", { topic: "open/a", payload: END });
    assert.deepEqual(await payloadsUntil(flow, 1), [END]);
  });

  for (const protocolVersion of ["5", "4"]) {
    it(`is shown by each node that gets a lower QoS, those within another's filter too (protocol version ${protocolVersion})`, async () => {
      const broker = await start({ lines: ["max_qos 1"] });
      const flow = await receiving({ uri: broker.uri, protocolVersion }, []);
      const wanted = [
        { topic: "a/#", qos: 2 },
        { topic: "a/b", qos: 2 },
        { topic: "a/c", qos: 1 },
      ];
      await flow.redeploy(receivers({ uri: broker.uri, protocolVersion }, wanted), "full");
      for (const id of ["in-0", "in-1"]) {
        await flow.statuses(id).next(({ text, fill }) => text === "connected, QoS 1 granted" && fill === "yellow");
      }
      await connected(flow, "in-2");
    });
  }
});

describe("what a connection publishes itself", () => {
  useRuntime();
  const start = useMosquitto();

  it("doesn't come to a node with noLocal (MQTT 5), what others publish does", async () => {
    const broker = await start();
    const flow = await receiving({ uri: broker.uri }, [{ topic: "a/#", noLocal: true }, { topic: "a/b" }]);
    flow.send("out", { topic: "a/b", payload: "own", qos: 1 });
    await flow.completed.next();
    await broker.publish("a/b", ["foreign", END]);
    assert.deepEqual(await payloadsUntil(flow, 0), ["foreign", END]);
    assert.deepEqual(await payloadsUntil(flow, 1), ["own", "foreign", END]);
  });

  it("would come to a node with noLocal on 3.1.1, which is refused in words", async () => {
    const broker = await start();
    const wanted = [{ topic: "a/#", noLocal: true }, { topic: "b/#" }];
    await refused(broker, "4", wanted, 0, "no-local-not-supported");
  });

  it("comes to nodes of one filter or to none: the later of two that disagree is refused in words", async () => {
    const broker = await start();
    const wanted = [{ topic: "a/#", noLocal: true }, { topic: "a/#" }];
    const flow = await refused(broker, "5", wanted, 1, "no-local-disagrees");
    flow.send("out", { topic: "a/b", payload: "own", qos: 1 });
    await flow.completed.next();
    await broker.publish("a/b", [END]);
    assert.deepEqual(await payloadsUntil(flow, 0), [END]);
    assert.deepEqual(flow.received("sink-1").all, []);
  });

  it("can't be left out of a shared subscription, which is refused in words before a broker hangs up for it", async () => {
    const broker = await start();
    const flow = await receiving({ uri: broker.uri }, []);
    const wanted = [{ topic: "$share/crew/a/#", noLocal: true }, { topic: "b/#" }];
    await flow.redeploy(receivers({ uri: broker.uri }, wanted), "full");
    const status = await flow.statuses("in-0").next(({ fill }) => fill === "red");
    assert.equal(status.text, phrase("filter-share-no-local"));
    await connected(flow, "in-1");
    assert.ok(flow.logged.all.some(({ id, msg }) => id === "in-0" && String(msg).includes("$share/crew/a/#")));
    assert.ok(!broker.log.all.some((line) => line.includes("$share/crew")));
  });

  /** One node is red and in the Catch node with a sentence; the other is connected. */
  async function refused(
    { uri }: { uri: string },
    protocolVersion: string,
    wanted: readonly object[],
    index: number,
    code: string,
  ): Promise<DeployedFlow> {
    const flow = await receiving({ uri, protocolVersion }, []);
    await flow.redeploy(receivers({ uri, protocolVersion }, wanted), "full");
    const { error } = await flow.caught.next();
    assert.equal(error.source.id, `in-${index}`);
    assert.equal(error.code, code);
    assert.match(error.message, /^[A-Z$].* .*/);
    const status = await flow.statuses(`in-${index}`).next(({ fill }) => fill === "red");
    assert.match(status.text ?? "", new RegExp(`status\\.${code}$`));
    await connected(flow, `in-${1 - index}`);
    return flow;
  }
});
