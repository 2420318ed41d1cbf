import assert from "node:assert/strict";
import { naiveMatch } from "../../lib/topics/naive-match";
import { useRuntime, type DeployedFlow } from "../../support/flow";
import { useMosquitto, type ForeignBroker } from "./foreign-broker";
import { END, receivers, receiving } from "./receivers";

/** Each has a retained value. */
const TOPICS = ["st/a", "st/b", "st/c"];

/** A node as it is saved, without what all have. */
interface Wanted {
  readonly topic: string;
  readonly [property: string]: unknown;
}

/** Nodes that run, and what one of them, or the next, becomes. */
const CASES: readonly (readonly [name: string, before: readonly Wanted[], index: number, after: Wanted])[] = [
  ["comes with a filter in use", [{ topic: "st/a" }], 1, { topic: "st/a" }],
  ["comes with a wild filter in use", [{ topic: "st/+" }], 1, { topic: "st/+" }],
  ["comes with a filter within another's", [{ topic: "st/#" }], 1, { topic: "st/a" }],
  ["comes with a filter around others'", [{ topic: "st/a" }, { topic: "st/b" }], 2, { topic: "st/#" }],
  ["comes with a filter between others'", [{ topic: "st/a" }, { topic: "#" }], 2, { topic: "st/+" }],
  ["comes with a higher QoS on a filter in use", [{ topic: "st/+", qos: 0 }], 1, { topic: "st/+", qos: 2 }],
  ["is edited on a filter in use", [{ topic: "st/#" }, { topic: "st/#" }], 1, { topic: "st/#", datatype: "utf8" }],
  ["is edited on a filter around others'", [{ topic: "st/a" }, { topic: "st/#" }], 1, { topic: "st/#", qos: 0 }],
  ["moves into another's filter", [{ topic: "st/#" }, { topic: "elsewhere" }], 1, { topic: "st/b" }],
];

describe("the retained values of a filter", () => {
  useRuntime();
  const start = useMosquitto();
  let broker: ForeignBroker;
  beforeEach(async () => {
    broker = await start({ lines: ["allow_duplicate_messages true"] });
    for (const topic of TOPICS) await broker.publish(topic, [`kept at ${topic}`], { retain: true });
  });

  /** All nodes run and have their retained values. */
  async function running(protocolVersion: string, wanted: readonly Wanted[]): Promise<DeployedFlow> {
    const flow = await receiving({ uri: broker.uri, protocolVersion }, wanted);
    for (const [index, { topic }] of wanted.entries()) await flow.received(`sink-${index}`).take(keptAt(topic).length);
    return flow;
  }

  /** Deploys, waits for what one node shall get, then for a live message; what each node got before that one. */
  async function gotAfter(deploying: Promise<void>, flow: DeployedFlow, wanted: readonly Wanted[], index: number) {
    const counts = wanted.map((_, at) => flow.received(`sink-${at}`).all.length);
    await deploying;
    await flow.received(`sink-${index}`).take(keptAt(wanted[index]?.topic ?? "").length);
    for (const topic of TOPICS) await broker.publish(topic, [END]);
    for (const [at, { topic }] of wanted.entries()) {
      const last = TOPICS.findLast((name) => naiveMatch(topic, name));
      const isLast = (msg: { topic?: string; payload?: unknown }): boolean => msg.topic === last && msg.payload === END;
      if (last !== undefined) await flow.received(`sink-${at}`).next(isLast);
    }
    return wanted.map((_, at) => {
      const since = flow.received(`sink-${at}`).all.slice(counts[at]);
      return since.map(({ payload }) => payload).filter((payload) => payload !== END);
    });
  }

  for (const protocolVersion of ["5", "4"]) {
    const version = `protocol version ${protocolVersion}`;

    for (const [name, before, index, after] of CASES) {
      it(`come once to a node that ${name}, and to no other (${version})`, async () => {
        const flow = await running(protocolVersion, before);
        const wanted = before.toSpliced(index, 1, after);
        const nodes = receivers({ uri: broker.uri, protocolVersion }, wanted);
        const got = await gotAfter(flow.redeploy(nodes, "nodes"), flow, wanted, index);
        const expected = wanted.map(({ topic }, at) => (at === index ? keptAt(topic) : []));
        assert.deepEqual(
          got.map((payloads) => payloads.toSorted()),
          expected,
        );
      });
    }

    it(`come once to a node that is disabled and enabled again, and to no other (${version})`, async () => {
      const wanted = [{ topic: "st/#" }, { topic: "st/+" }];
      const flow = await running(protocolVersion, wanted);
      const nodes = receivers({ uri: broker.uri, protocolVersion }, wanted);
      const disabled = nodes.map((node) => (node.id === "in-1" ? { ...node, d: true } : node));
      await flow.redeploy(disabled, "nodes");
      await broker.publish("st/a", ["disabled"]);
      await flow.received("sink-0").next(({ payload }) => payload === "disabled");
      const got = await gotAfter(flow.redeploy(nodes, "nodes"), flow, wanted, 1);
      assert.deepEqual(got, [[], keptAt("st/+")]);
    });

    it(`come to each of several that come together once (${version})`, async () => {
      const wanted = ["st/#", "st/+", "st/a", "#", "st/#"].map((topic) => ({ topic }));
      const flow = await running(protocolVersion, []);
      const nodes = receivers({ uri: broker.uri, protocolVersion }, wanted);
      const got = await gotAfter(flow.redeploy(nodes, "nodes"), flow, wanted, 3);
      assert.deepEqual(
        got.map((payloads) => payloads.toSorted()),
        wanted.map(({ topic }) => keptAt(topic)),
      );
    });

    it(`come to no node that wants none (${version})`, async () => {
      const wanted = [{ topic: "st/#", retained: "never" }, { topic: "st/+" }];
      const flow = await receiving({ uri: broker.uri, protocolVersion }, wanted.slice(0, 1));
      const nodes = receivers({ uri: broker.uri, protocolVersion }, wanted);
      assert.deepEqual(await gotAfter(flow.redeploy(nodes, "nodes"), flow, wanted, 1), [[], keptAt("st/+")]);
    });
  }
});

/** The retained values of a filter, by topic. */
function keptAt(filter: string): string[] {
  return TOPICS.filter((topic) => naiveMatch(filter, topic)).map((topic) => `kept at ${topic}`);
}
