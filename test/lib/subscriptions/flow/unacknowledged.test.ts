import assert from "node:assert/strict";
import { TIMEOUT, UnacknowledgedBench } from "./unacknowledged-bench";

describe("the messages that a node has not acknowledged", () => {
  let bench: UnacknowledgedBench;
  beforeEach(() => (bench = new UnacknowledgedBench()));

  it("are given to the flow up to a limit; the next when one is acknowledged, in order", () => {
    const [node, flow] = [bench.node(2), bench.flow()];
    bench.add(node, flow, "a", "b", "c", "d");
    assert.deepEqual([node.outstanding, node.waiting, node.isFull], [2, 2, true]);
    assert.equal(node.acknowledge("b"), true);
    assert.equal(node.acknowledge("a"), true);
    assert.deepEqual(bench.news, ["a", "b", "released b", "c", "released a", "d"]);
    assert.deepEqual([node.outstanding, node.waiting, node.isFull], [2, 0, true]);
    node.acknowledge("c");
    assert.equal(node.isFull, false);
  });

  it("are acknowledged once, and only when the flow has them", () => {
    const [node, flow] = [bench.node(1), bench.flow()];
    bench.add(node, flow, "a", "b");
    const answers = ["b", "x", "a", "a"].map((id) => node.acknowledge(id));
    assert.deepEqual(answers, [false, false, true, false]);
    assert.deepEqual(bench.news, ["a", "released a", "b"]);
  });

  it("may be acknowledged by a flow while they are given to it, however many wait", () => {
    const node = bench.node(1);
    const eager = bench.flow({ delivered: (topic) => node.acknowledge(topic) });
    bench.add(node, bench.flow(), "first");
    for (let number = 0; number < 5_000; number += 1) bench.add(node, eager, String(number));
    node.acknowledge("first");
    assert.deepEqual([node.outstanding, node.waiting], [0, 0]);
    assert.deepEqual(bench.news.slice(2, 6), ["0", "released 0", "1", "released 1"]);
    assert.equal(bench.happened.at(-1), "released 4999");
  });

  it("that came with QoS 0 or 2 take no room, but wait for their turn", () => {
    const [node, flow] = [bench.node(1), bench.flow()];
    bench.addQos0(node, flow, "x");
    bench.add(node, flow, "a");
    bench.addQos0(node, flow, "y");
    bench.add(node, flow, "b");
    bench.addQos0(node, flow, "z");
    assert.deepEqual(bench.news, ["x", "a", "y"]);
    assert.deepEqual([node.outstanding, node.waiting], [1, 2]);
    node.acknowledge("a");
    assert.deepEqual(bench.news, ["released a", "b", "z"]);
  });

  it("that came with QoS 0 or 2 don't wait in a crowd: nothing would limit it", () => {
    const [node, flow] = [bench.node(1), bench.flow()];
    bench.add(node, flow, "a", "b");
    for (let number = 0; number < 5_000; number += 1) bench.addQos0(node, flow, "x");
    assert.equal(node.waiting, 1_000);
    assert.equal(bench.happened.filter((entry) => entry === "x").length, 4_001);
  });

  it("are acknowledged when nobody waits for them any more, which makes room for others", () => {
    const [node, flow, other] = [bench.node(2), bench.flow(), bench.flow({ name: "other " })];
    bench.add(node, flow, "a");
    bench.add(node, other, "b");
    bench.add(node, flow, "c");
    bench.addQos0(node, flow, "x");
    bench.add(node, other, "d");
    node.release(flow);
    assert.deepEqual(bench.news, ["a", "other b", "released a", "released c", "other d"]);
    assert.deepEqual([node.acknowledge("a"), node.acknowledge("b")], [false, true]);
  });

  it("leave with the connection, neither acknowledged nor overdue: the broker sends them again", () => {
    const [node, flow] = [bench.node(1), bench.flow()];
    bench.add(node, flow, "a", "b");
    node.clear();
    assert.deepEqual([node.outstanding, node.waiting, bench.clock.pending], [0, 0, 0]);
    assert.equal(node.acknowledge("a"), false);
    bench.add(node, flow, "a");
    assert.deepEqual(bench.news, ["a", "a"]);
  });

  it("leave with the connection, but for those that the broker doesn't send again", () => {
    const [node, flow] = [bench.node(1), bench.flow()];
    bench.add(node, flow, "a", "b");
    bench.addQos0(node, flow, "x", "y");
    node.clear();
    assert.deepEqual(bench.news, ["a", "x", "y"]);
  });
});

describe("the messages that a node has not acknowledged in time", () => {
  let bench: UnacknowledgedBench;
  beforeEach(() => (bench = new UnacknowledgedBench()));

  it("count as failed, and make room", () => {
    const [node, flow] = [bench.node(1), bench.flow()];
    bench.add(node, flow, "a", "b");
    bench.clock.advance(TIMEOUT * 1_000 - 1);
    assert.deepEqual(bench.news, ["a"]);
    bench.clock.advance(1);
    assert.deepEqual(bench.news, ["released a", "overdue a after 30 s", "b"]);
    assert.equal(node.acknowledge("a"), false);
  });

  it("have had their time from when the flow got them", () => {
    const [node, flow] = [bench.node(2), bench.flow()];
    bench.add(node, flow, "a");
    bench.clock.advance(10_000);
    bench.add(node, flow, "b", "c");
    bench.clock.advance(20_000);
    assert.deepEqual(bench.news, ["a", "b", "released a", "overdue a after 30 s", "c"]);
    bench.clock.advance(10_000);
    assert.deepEqual(bench.news, ["released b", "overdue b after 30 s"]);
    bench.clock.advance(20_000);
    assert.deepEqual(bench.news, ["released c", "overdue c after 30 s"]);
  });

  it("are none of those that were acknowledged", () => {
    const [node, flow] = [bench.node(2), bench.flow()];
    bench.add(node, flow, "a");
    bench.clock.advance(29_000);
    bench.add(node, flow, "b");
    node.acknowledge("a");
    bench.clock.advance(29_000);
    node.acknowledge("b");
    bench.clock.advance(100_000);
    assert.deepEqual(bench.news, ["a", "b", "released a", "released b"]);
  });

  it("may make a flow acknowledge others, or disconnect", () => {
    const node = bench.node(3);
    const overdue = (): void => {
      node.acknowledge("b");
      node.clear();
    };
    bench.add(node, bench.flow({ overdue }), "a", "b", "c");
    bench.clock.advance(TIMEOUT * 1_000);
    assert.deepEqual(bench.news.slice(3), ["released a", "overdue a after 30 s", "released b"]);
  });

  it("take one timer for all, and none when there are none", () => {
    const [node, flow] = [bench.node(3), bench.flow()];
    bench.add(node, flow, "a", "b", "c");
    assert.equal(bench.clock.pending, 1);
    for (const topic of ["a", "b", "c"]) node.acknowledge(topic);
    assert.equal(bench.clock.pending, 0);
    bench.add(node, flow, "d");
    node.release(flow);
    assert.equal(bench.clock.pending, 0);
  });
});

describe("the messages that a node has not acknowledged when it is deployed", () => {
  let bench: UnacknowledgedBench;
  beforeEach(() => (bench = new UnacknowledgedBench()));

  it("go to its successor, again and in order", () => {
    const [node, flow] = [bench.node(2), bench.flow()];
    bench.add(node, flow, "a", "b", "c");
    bench.addQos0(node, flow, "x");
    bench.add(node, flow, "d", "e");
    node.acknowledge("a");
    assert.deepEqual(bench.news, ["a", "b", "released a", "c", "x"]);
    const [successor, heir] = [bench.node(3), bench.flow({ name: "heir " })];
    successor.takeOver(node, flow, heir);
    assert.deepEqual(bench.news, ["heir b", "heir c", "heir d"]);
    assert.deepEqual([node.outstanding, node.waiting, successor.outstanding, successor.waiting], [0, 0, 3, 1]);
    assert.deepEqual([node.acknowledge("b"), successor.acknowledge("b")], [false, true]);
    assert.deepEqual(bench.news, ["released b", "heir e"]);
  });

  it("have their time anew", () => {
    const [node, flow] = [bench.node(1), bench.flow()];
    bench.add(node, flow, "a");
    bench.clock.advance(20_000);
    bench.node(1).takeOver(node, flow, bench.flow({ name: "heir " }));
    assert.equal(bench.clock.pending, 1);
    bench.clock.advance(TIMEOUT * 1_000 - 1);
    assert.deepEqual(bench.news, ["a", "heir a"]);
    bench.clock.advance(1);
    assert.deepEqual(bench.news, ["released a", "heir overdue a after 30 s"]);
  });

  it("come before what the successor has not given to its flow yet", () => {
    const [node, flow, successor, heir] = [bench.node(1), bench.flow(), bench.node(1), bench.flow()];
    bench.add(node, flow, "a", "b");
    bench.add(successor, heir, "c", "d");
    successor.takeOver(node, flow, heir);
    const answers = ["c", "a", "b", "d"].map((id) => successor.acknowledge(id));
    assert.deepEqual(answers, [true, true, true, true]);
  });

  it("stay with the node if they are another recipient's", () => {
    const [node, flow, other, successor] = [bench.node(2), bench.flow(), bench.flow(), bench.node(2)];
    bench.add(node, flow, "a");
    bench.add(node, other, "b");
    successor.takeOver(node, flow, bench.flow());
    assert.deepEqual([node.acknowledge("b"), successor.acknowledge("a")], [true, true]);
    assert.equal(bench.clock.pending, 0);
  });

  it("are not given to the closed node while they wait for their own successor", () => {
    const [node, flow, other, successor] = [bench.node(1), bench.flow(), bench.flow(), bench.node(2)];
    bench.add(node, flow, "a");
    bench.add(node, other, "b");
    successor.takeOver(node, flow, bench.flow({ name: "heir " }));
    successor.takeOver(node, other, bench.flow({ name: "heir " }));
    assert.deepEqual(bench.news, ["a", "heir a", "heir b"]);
  });

  it("are not given again to a flow of the same node, which still has them", () => {
    const [node, flow] = [bench.node(1), bench.flow()];
    bench.add(node, flow, "a", "b");
    node.takeOver(node, flow, bench.flow({ name: "heir " }));
    assert.deepEqual(bench.news, ["a"]);
    bench.clock.advance(TIMEOUT * 1_000);
    assert.deepEqual(bench.news, ["released a", "heir overdue a after 30 s", "heir b"]);
  });
});
