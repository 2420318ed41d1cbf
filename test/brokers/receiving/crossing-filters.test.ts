import assert from "node:assert/strict";
import { useRuntime, type DeployedFlow } from "../../support/flow";
import { connected, phrase } from "../../support/phrase";
import { useCopyingPeer } from "./copying-peer";
import { useMosquitto } from "./foreign-broker";
import { END, payloadsUntil, receivers, receiving } from "./receivers";

const CROSSING = [{ topic: "a/+" }, { topic: "+/b" }];

/** Messages of differing content after which it must be known whether the broker sends copies. */
const FEW = 5;

const COPYING = { lines: ["allow_duplicate_messages true"] };

const NUMBERS = Array.from({ length: 20 }, (_, index) => index + 1);

describe("filters that cross, neither within the other, on 3.1.1", () => {
  useRuntime();
  const startPeer = useCopyingPeer();

  for (const copies of ["one copy", "a copy for each filter"] as const) {
    it(`get nothing lost, and each message once soon, from a broker that sends ${copies}`, async () => {
      const peer = await startPeer({ copies });
      const flow = await receiving({ uri: peer.uri, protocolVersion: "4" }, CROSSING);
      for (const payload of [...NUMBERS.map(String), END]) peer.publish("a/b", payload);
      await learned(flow, copies === "one copy");
    });

    it(`lose nothing that is said twice, once it is known, from a broker that sends ${copies}`, async () => {
      const peer = await startPeer({ copies });
      const flow = await receiving({ uri: peer.uri, protocolVersion: "4" }, CROSSING);
      for (const payload of NUMBERS) peer.publish("a/b", String(payload));
      for (const payload of ["same", "same", "same", "other", "same", END]) peer.publish("a/b", payload);
      for (const index of CROSSING.keys()) {
        const payloads = await payloadsUntil(flow, index);
        assert.deepEqual(payloads.slice(-6), ["same", "same", "same", "other", "same", END], `in-${index}`);
      }
    });
  }

  describe("with mosquitto", () => {
    const start = useMosquitto();

    for (const copies of [false, true]) {
      it(`get nothing lost, and each message once soon (allow_duplicate_messages ${String(copies)})`, async () => {
        const broker = await start({ lines: [`allow_duplicate_messages ${String(copies)}`] });
        const flow = await receiving({ uri: broker.uri, protocolVersion: "4" }, CROSSING);
        await broker.publish("a/b", [...NUMBERS, END]);
        await learned(flow, !copies);
      });
    }
  });
});

describe("a shared subscription beside an overlapping filter", () => {
  useRuntime();
  const start = useMosquitto();
  const both = [{ topic: "$share/crew/a/+" }, { topic: "a/#" }];

  it("is refused in words on 3.1.1, where nobody could tell whose a message is", async () => {
    const broker = await start(COPYING);
    const flow = await receiving({ uri: broker.uri, protocolVersion: "4" }, []);
    await flow.redeploy(receivers({ uri: broker.uri, protocolVersion: "4" }, both), "full");
    await flow.statuses("in-0").next(({ text }) => text === phrase("shared-overlaps"));
    await connected(flow, "in-1");
    const { error } = await flow.caught.next();
    assert.deepEqual([error.source.id, error.code], ["in-0", "shared-overlaps"]);
    assert.match(error.message, /^[A-Z].{20,}/);
    await broker.publish("a/b", ["one", END]);
    assert.deepEqual(await payloadsUntil(flow, 1), ["one", END]);
    assert.deepEqual(flow.received("sink-0").all, []);
  });

  it("works beside filters that don't overlap it on 3.1.1", async () => {
    const broker = await start(COPYING);
    const wanted = [{ topic: "$share/crew/a/+" }, { topic: "b/#" }];
    const flow = await receiving({ uri: broker.uri, protocolVersion: "4" }, wanted);
    for (const topic of ["a/b", "b/a"]) await broker.publish(topic, ["one", END]);
    for (const index of wanted.keys()) assert.deepEqual(await payloadsUntil(flow, index), ["one", END]);
  });

  it("works on MQTT 5: each of the two gets a message once", async () => {
    const broker = await start(COPYING);
    const flow = await receiving({ uri: broker.uri, protocolVersion: "5" }, both);
    await broker.publish("a/b", ["one", "two", END]);
    for (const index of both.keys()) {
      assert.deepEqual(await payloadsUntil(flow, index), ["one", "two", END], `in-${index}`);
    }
  });
});

/** Each node has got all numbers, in order, after the first few once each. @param always from the first one on */
async function learned(flow: DeployedFlow, always: boolean): Promise<void> {
  for (const index of CROSSING.keys()) {
    const payloads = await payloadsUntil(flow, index);
    const first = payloads.indexOf(always ? NUMBERS[0] : FEW + 1);
    assert.deepEqual([...new Set(payloads)], [...NUMBERS, END], `in-${index}`);
    assert.deepEqual(payloads.slice(first), [...NUMBERS.slice(always ? 0 : FEW), END], `in-${index}`);
  }
}
