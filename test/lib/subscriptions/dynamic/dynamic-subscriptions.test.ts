import assert from "node:assert/strict";
import { storedSubscriptions } from "../../../../nodes/lib/subscriptions/dynamic/stored-subscriptions";
import { wantedSubscriptions } from "../../../../nodes/lib/subscriptions/dynamic/wanted-subscription";
import { DEFAULTS, DynamicBench } from "./dynamic-bench";

describe("dynamic subscriptions", () => {
  let bench: DynamicBench;
  beforeEach(() => {
    bench = new DynamicBench();
  });
  /** A command has ended: it has left no timer. */
  afterEach(() => {
    bench.dynamic.close();
    assert.equal(bench.clock.pending, 0);
  });

  describe("that are asked for", () => {
    it("are done when the broker has granted all", () => {
      bench.subscribe("first", ["a", "b"]);
      bench.grant(1, "a");
      assert.deepEqual(bench.ends, []);
      bench.grant(1, "b");
      bench.grant(1, "a", "b");
      assert.deepEqual(bench.ends, ["first"]);
      assert.deepEqual(bench.asked, ["+a 1", "+b 1"]);
    });

    it("are done with a lower QoS, too, which the node shows", () => {
      bench.subscribe("first", { topic: "a", qos: 2 });
      bench.grant(0, "a");
      assert.deepEqual([bench.ends, bench.answers.loweredQos], [["first"], 0]);
    });

    it("and refused are dropped; the others stay, and the command fails once all are answered", async () => {
      bench.subscribe("first", ["a", "b", "c"]);
      await bench.refuse("b");
      bench.grant(1, "a");
      assert.deepEqual(bench.ends, []);
      bench.grant(1, "c");
      assert.deepEqual(bench.ends, ["first subscribe-refused"]);
      assert.deepEqual(bench.topics, ["a", "c"]);
      assert.equal(bench.asked.at(-1), "-b");
    });

    it("and refused are told to the command alone, and shown no more", async () => {
      bench.subscribe("first", "a");
      await bench.refuse("a");
      assert.deepEqual(bench.ends, ["first subscribe-refused"]);
      assert.deepEqual([bench.told, bench.answers.refusal, bench.answers.areAwaited], [[], undefined, false]);
    });

    it("are none: the command is done at once", () => {
      bench.subscribe("nothing", []);
      assert.deepEqual([bench.ends, bench.asked], [["nothing"], []]);
    });

    it("without a connection are recorded, and the command is done at once", () => {
      bench.lose();
      bench.subscribe("first", ["a", "b"]);
      assert.deepEqual([bench.ends, bench.topics], [["first"], ["a", "b"]]);
      assert.deepEqual(bench.asked, ["+a 1", "+b 1"]);
    });

    it("and refused later are told by the node, and stay", async () => {
      bench.lose();
      bench.subscribe("first", "a");
      bench.regain();
      await bench.refuse("a");
      assert.deepEqual([bench.ends, bench.told, bench.topics], [["first"], ["subscribe-refused"], ["a"]]);
      assert.equal(bench.answers.refusal?.code, "subscribe-refused");
    });

    it("when the connection is lost are done, and stay", async () => {
      bench.subscribe("first", ["a", "b"]);
      bench.grant(1, "a");
      bench.lose();
      assert.deepEqual([bench.ends, bench.topics], [["first"], ["a", "b"]]);
      bench.regain();
      await bench.refuse("b");
      assert.deepEqual([bench.ends, bench.told, bench.topics], [["first"], ["subscribe-refused"], ["a", "b"]]);
    });

    it("fail with the refusal that came before the connection was lost", async () => {
      bench.subscribe("first", ["a", "b"]);
      await bench.refuse("a");
      bench.lose();
      assert.deepEqual([bench.ends, bench.topics], [["first subscribe-refused"], ["b"]]);
    });

    it("fail when the broker doesn't answer in time, and count if it does later", () => {
      bench.subscribe("first", ["a", "b"]);
      bench.grant(1, "a");
      bench.clock.advance(29_999);
      assert.deepEqual(bench.ends, []);
      bench.clock.advance(1);
      assert.deepEqual(bench.ends, ["first subscribe-timeout"]);
      assert.ok(bench.answers.areAwaited);
      bench.grant(1, "b");
      assert.deepEqual([bench.ends.length, bench.topics, bench.answers.areAwaited], [1, ["a", "b"], false]);
    });

    it("fail when the node is closed, and are saved all the same", () => {
      bench.subscribe("first", "a");
      bench.dynamic.close();
      assert.deepEqual(bench.ends, ["first node-closed"]);
      assert.equal(bench.asked.at(-1), "-a");
      assert.deepEqual(
        bench.dynamic.toJSON().map(({ topic }) => topic),
        ["a"],
      );
    });

    it("by two commands end both", async () => {
      bench.subscribe("first", ["a", "b"]);
      bench.subscribe("second", ["b", "c"]);
      bench.grant(1, "a", "c");
      await bench.refuse("b");
      assert.deepEqual(bench.ends, ["first subscribe-refused", "second subscribe-refused"]);
      assert.deepEqual(bench.topics, ["a", "c"]);
    });

    it("and refused, but replaced in the same turn, leave the new one alone", async () => {
      bench.subscribe("first", "a");
      const refused = bench.refuse("a");
      bench.subscribe("second", { topic: "a", qos: 0 });
      await refused;
      bench.grant(0, "a");
      assert.deepEqual(bench.ends, ["first subscribe-refused", "second"]);
      assert.deepEqual(bench.dynamic.list()[0]?.qos, 0);
    });

    it("by a command whose end brings the next one are all answered", () => {
      bench.subscribe("first", "a");
      bench.dynamic.subscribe(wantedSubscriptions("a", DEFAULTS), () => bench.subscribe("third", "b"));
      bench.grant(1, "a");
      bench.grant(1, "b");
      assert.deepEqual(bench.ends, ["first", "third"]);
    });
  });

  describe("that are there already", () => {
    it("are not asked for again", () => {
      bench.subscribe("first", "a");
      bench.grant(1, "a");
      bench.subscribe("second", ["a"]);
      assert.deepEqual([bench.ends, bench.asked], [["first", "second"], ["+a 1"]]);
    });

    it("and not answered yet make the second command wait, too", () => {
      bench.subscribe("first", "a");
      bench.subscribe("second", "a");
      assert.deepEqual(bench.ends, []);
      bench.grant(1, "a");
      assert.deepEqual([bench.ends, bench.asked], [["first", "second"], ["+a 1"]]);
    });

    it("are replaced by those with other options, and by those with other names", () => {
      bench.subscribe("first", "a/+x");
      bench.grant(1, "a/+");
      const others = [{ topic: "a/+x", qos: 0 }, { topic: "a/+x", datatype: "json" }, "a/+y"];
      for (const [index, other] of others.entries()) {
        bench.subscribe(`other ${index}`, other);
        bench.grant(1, "a/+");
      }
      assert.deepEqual(bench.ends, ["first", "other 0", "other 1", "other 2"]);
      assert.deepEqual(bench.asked, ["+a/+ 1", "-a/+", "+a/+ 0", "-a/+", "+a/+ 1", "-a/+", "+a/+ 1"]);
      assert.deepEqual([bench.topics, bench.dynamic.count], [["a/+y"], 1]);
    });

    it("and replaced before the broker has answered leave nothing to wait for", () => {
      bench.subscribe("first", "a");
      bench.subscribe("second", { topic: "a", qos: 0 });
      assert.deepEqual(bench.ends, ["first"]);
      bench.grant(0, "a");
      assert.deepEqual(bench.ends, ["first", "second"]);
    });

    it("and were refused are asked for again", async () => {
      bench.lose();
      bench.subscribe("first", "a");
      bench.regain();
      await bench.refuse("a");
      bench.subscribe("second", "a");
      bench.grant(1, "a");
      assert.deepEqual(
        [bench.ends, bench.asked],
        [
          ["first", "second"],
          ["+a 1", "-a", "+a 1"],
        ],
      );
      assert.equal(bench.answers.refusal, undefined);
    });
  });

  describe("on the next connection", () => {
    it("have to be granted again before a command for them is done", () => {
      bench.subscribe("first", "a");
      bench.grant(1, "a");
      bench.lose();
      bench.regain();
      bench.subscribe("second", "a");
      assert.deepEqual(bench.ends, ["first"]);
      bench.grant(1, "a");
      assert.deepEqual(bench.ends, ["first", "second"]);
    });
  });

  describe("that are given up", () => {
    it("stop at once, and a refusal of theirs is over", async () => {
      bench.lose();
      bench.subscribe("first", ["a", "b"]);
      bench.regain();
      await bench.refuse("a");
      bench.unsubscribe("a");
      assert.deepEqual([bench.topics, bench.asked.at(-1), bench.answers.refusal], [["b"], "-a", undefined]);
    });

    it("leave a command that waits for them nothing to wait for", () => {
      bench.subscribe("first", ["a", "b"]);
      bench.unsubscribe("a");
      bench.grant(1, "b");
      assert.deepEqual([bench.ends, bench.topics], [["first"], ["b"]]);
    });

    it("can't be refused any more", async () => {
      bench.subscribe("first", "a");
      const gone = bench.subscribers.get("a");
      bench.unsubscribe("a");
      assert.ok(gone);
      bench.subscribers.set("a", gone);
      await bench.refuse("a");
      assert.deepEqual([bench.ends, bench.told, bench.answers.refusal], [["first"], [], undefined]);
    });

    it("may be called by other names, or not be there", () => {
      bench.subscribe("first", "a/+x");
      bench.grant(1, "a/+");
      bench.unsubscribe("unknown", "a/+y");
      assert.deepEqual(bench.topics, []);
    });
  });

  describe("in a file", () => {
    it("are saved with each change", async () => {
      bench.subscribe("first", ["a", "b"]);
      bench.grant(1, "a");
      await bench.refuse("b");
      bench.unsubscribe("a");
      assert.deepEqual(
        bench.saved.map((list) => (JSON.parse(list) as { topic: string }[]).map(({ topic }) => topic)),
        [["a", "b"], ["a"], []],
      );
    });

    it("are restored as they were", () => {
      bench.subscribe("first", [{ topic: "a/+x", qos: 2, nl: true, rap: true, rh: 2, datatype: "json" }, "$share/g/b"]);
      bench.grant(2, "a/+", "$share/g/b");
      const successor = new DynamicBench();
      const stored = JSON.parse(bench.saved.at(-1) ?? "") as unknown;
      successor.dynamic.restore(storedSubscriptions(stored, DEFAULTS, ({ code }) => assert.fail(code)));
      assert.deepEqual(successor.dynamic.list(), bench.dynamic.list());
      assert.deepEqual(successor.asked, ["+a/+ 2", "+$share/g/b 1"]);
    });

    it("are restored but for those that are wrong, each of which is told", () => {
      const problems: string[] = [];
      const restore = (stored: unknown): string[] =>
        storedSubscriptions(stored, DEFAULTS, ({ code }) => problems.push(code)).map(({ topic }) => topic);
      assert.deepEqual(restore(undefined), []);
      assert.deepEqual(restore(["a", { topic: "b/#/c" }, 5, { topic: "d", qos: 1 }]), ["a", "d"]);
      assert.deepEqual(problems, ["filter-hash-not-last", "subscription-invalid"]);
      assert.deepEqual(restore({ list: [] }), []);
      assert.deepEqual(problems.slice(2), ["subscription-property-unknown"]);
    });
  });

  it("are 20,000 in one command, of which half are refused", async () => {
    const filters = Array.from({ length: 20_000 }, (_, index) => `plant/${index}`);
    bench.save = () => undefined;
    bench.subscribe("many", filters);
    bench.grant(1, ...filters.slice(10_000));
    await bench.refuse(...filters.slice(0, 10_000));
    assert.deepEqual([bench.ends, bench.dynamic.count], [["many subscribe-refused"], 10_000]);
  });
});
