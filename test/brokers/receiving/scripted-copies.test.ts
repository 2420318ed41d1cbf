import assert from "node:assert/strict";
import { useRuntime } from "../../support/flow";
import { useCopyingPeer, type CopyingPeer, type CopyingPeerOptions } from "./copying-peer";
import { END, payloadsUntil, receiving } from "./receivers";

const NESTED = ["a/#", "a/b", "a/+"];
const CROSSING = ["+/b", "a/+", "a/#"];

const BROKERS: Readonly<Record<string, CopyingPeerOptions & { readonly protocolVersion: string }>> = {
  "a 3.1.1 broker that sends one copy": { protocolVersion: "4", copies: "one copy" },
  "a 3.1.1 broker that sends a copy for each filter": { protocolVersion: "4", copies: "a copy for each filter" },
  "an MQTT 5 broker that sends one copy with all identifiers": {
    protocolVersion: "5",
    copies: "one copy with all identifiers",
  },
  "an MQTT 5 broker that sends a copy for each identifier": {
    protocolVersion: "5",
    copies: "a copy with its identifier for each filter",
  },
  "an MQTT 5 broker that knows no identifiers, and sends one copy": {
    protocolVersion: "5",
    copies: "one copy",
    properties: { subscriptionIdentifiersAvailable: false },
  },
  "an MQTT 5 broker that knows no identifiers, and sends a copy for each filter": {
    protocolVersion: "5",
    copies: "a copy for each filter",
    properties: { subscriptionIdentifiersAvailable: false },
  },
  "an MQTT 5 broker that announces identifiers and sends none": {
    protocolVersion: "5",
    copies: "one copy",
    properties: { subscriptionIdentifiersAvailable: true },
  },
};

describe("a message for nodes with overlapping filters", () => {
  useRuntime();
  const start = useCopyingPeer();

  for (const [name, { protocolVersion, ...options }] of Object.entries(BROKERS)) {
    it(`reaches each once from ${name}`, async () => {
      const peer = await start(options);
      const flow = await receiving({ uri: peer.uri, protocolVersion }, [
        { topic: NESTED[0], qos: 0 },
        { topic: NESTED[1], qos: 1 },
        { topic: NESTED[2], qos: 1 },
        { topic: "a/c" },
      ]);
      for (const payload of ["one", "two", "two", END]) peer.publish("a/b", payload);
      peer.publish("a/c", END);
      for (const index of NESTED.keys()) {
        assert.deepEqual(await payloadsUntil(flow, index), ["one", "two", "two", END], `in-${index}`);
      }
      assert.deepEqual(await payloadsUntil(flow, 3), [END]);
    });
  }

  for (const copies of ["one copy with all identifiers", "a copy with its identifier for each filter"] as const) {
    it(`reaches each once where the filters only cross, and the MQTT 5 broker sends ${copies}`, async () => {
      const peer = await start({ copies });
      const wanted = CROSSING.map((topic) => ({ topic }));
      const flow = await receiving({ uri: peer.uri, protocolVersion: "5" }, wanted);
      for (const payload of ["one", "one", END]) peer.publish("a/b", payload);
      for (const index of CROSSING.keys()) {
        assert.deepEqual(await payloadsUntil(flow, index), ["one", "one", END], `in-${index}`);
      }
    });
  }
});

describe("a message with identifiers that don't fit", () => {
  useRuntime();
  const start = useCopyingPeer();

  /** What the nodes of the nested filters get of a message sent in these PUBLISHes, each with its identifiers. */
  async function receivedOf(topic: string, identifiers: (peer: CopyingPeer) => number[][]): Promise<unknown[][]> {
    const peer = await start({ copies: "a copy with its identifier for each filter" });
    const wanted = [...NESTED, "other"].map((filter) => ({ topic: filter, qos: 0 }));
    const flow = await receiving({ uri: peer.uri, protocolVersion: "5" }, wanted);
    for (const subscriptionIdentifier of identifiers(peer)) {
      peer.send({ topic, payload: "x", properties: { subscriptionIdentifier } });
    }
    for (const last of ["a/b", "other"]) peer.publish(last, END);
    const all = await Promise.all(wanted.map((_, index) => payloadsUntil(flow, index)));
    return all.map((payloads) => payloads.slice(0, -1));
  }

  it("goes by its topic when the identifier is none that was ever given", async () => {
    assert.deepEqual(await receivedOf("a/b", () => [[268_435_455]]), [["x"], ["x"], ["x"], []]);
  });

  it("goes by its topic when the identifier is that of a filter that doesn't match", async () => {
    const ofOther = ({ identifierOf }: CopyingPeer): number[][] => [[identifierOf("other") ?? 0]];
    assert.deepEqual(await receivedOf("a/c/d", ofOther), [["x"], [], [], []]);
  });

  it("goes to the nodes of the identifiers that do fit, once each", async () => {
    const some = ({ identifierOf }: CopyingPeer): number[][] => [
      [identifierOf("a/#") ?? 0, 99_999, identifierOf("a/#") ?? 0, identifierOf("a/b") ?? 0],
      [identifierOf("a/+") ?? 0],
    ];
    assert.deepEqual(await receivedOf("a/b", some), [["x"], ["x"], ["x"], []]);
  });

  it("reaches nobody when its topic matches nothing", async () => {
    const known = ({ identifierOf }: CopyingPeer): number[][] => [[identifierOf("a/#") ?? 0], [5], []];
    assert.deepEqual(await receivedOf("elsewhere", known), [[], [], [], []]);
  });
});
