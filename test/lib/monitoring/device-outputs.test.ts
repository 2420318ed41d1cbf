import assert from "node:assert/strict";
import { DeviceOutputs } from "../../../nodes/lib/monitoring/device-outputs";
import { ManualClock } from "../../support/manual-clock";
import { PresenceBench } from "../presence/presence-bench";

describe("what a node tells of devices", () => {
  it("is a transition by its first output, with the state as payload", () => {
    const { outputs, sent } = node([["a"], ["b"]]);
    const bench = new PresenceBench();
    bench.live("lamp", "online");
    outputs.transition(bench.takeOne());
    assert.deepEqual(sent, [
      [
        {
          _msgid: "id 1",
          topic: "house/lamp/state",
          payload: "online",
          device: "lamp",
          previous: "unknown",
          since: bench.clock.date(),
          duration: 0,
          reason: "reported",
          initial: false,
          convention: "house",
        },
        null,
      ],
    ]);
  });

  it("is the roster by its second output", () => {
    const { outputs, sent } = node([[], ["b"]]);
    const bench = new PresenceBench();
    bench.live("lamp", "online");
    outputs.roster(() => bench.presence.list());
    assert.deepEqual(sent, [[null, { _msgid: "id 1", payload: bench.presence.list() }]]);
  });

  it("is a new message each time", () => {
    const { outputs, sent } = node([["a"], ["b"]]);
    const bench = new PresenceBench();
    bench.live("lamp", "online");
    const transition = bench.takeOne();
    outputs.transition(transition);
    outputs.transition(transition);
    const [[first], [second]] = sent as [[object], [object]];
    assert.notEqual(first, second);
    assert.deepEqual(
      [first, second].map((message) => (message as { _msgid: string })._msgid),
      ["id 1", "id 2"],
    );
  });

  for (const wires of [[], [["a"]], [["a"], []]]) {
    it(`isn't even made where nobody gets the roster: ${JSON.stringify(wires)}`, () => {
      const { outputs, sent } = node(wires);
      outputs.roster(() => assert.fail("made"));
      assert.deepEqual(sent, []);
    });
  }

  it("waits until the nodes behind it are made", () => {
    const { outputs, sent, clock } = madeNode([["a"], []]);
    const bench = new PresenceBench();
    bench.live("lamp", "online");
    bench.live("lamp", "offline");
    const [first, second] = bench.takeTransitions();
    assert.ok(first && second);
    outputs.transition(first);
    assert.deepEqual(sent, []);
    clock.advance(0);
    outputs.transition(second);
    const payloads = sent.flatMap((messages) =>
      (messages as ({ payload?: unknown } | null)[]).map((msg) => msg?.payload),
    );
    assert.deepEqual(payloads, ["online", undefined, "offline", undefined]);
  });

  /** Of flows that run. */
  function node(wires: string[][]) {
    const made = madeNode(wires);
    made.clock.advance(0);
    return made;
  }

  function madeNode(wires: string[][]) {
    const sent: unknown[] = [];
    const clock = new ManualClock();
    let ids = 0;
    const node = { wires, send: (messages: unknown) => sent.push(messages) };
    const outputs = new DeviceOutputs(node, () => `id ${(ids += 1)}`, clock);
    return { outputs, sent, clock };
  }
});
