import assert from "node:assert/strict";
import type { MqttNodeError } from "../../../../nodes/lib/errors";
import { subscriptionCommands } from "../../../../nodes/lib/subscriptions/dynamic/subscription-commands";
import { DEFAULTS, DynamicBench } from "./dynamic-bench";

describe("a command about subscriptions", () => {
  it("that can't be changed is carried out all the same, and tells no list", () => {
    for (const action of ["subscribe", "unsubscribe"] as const) {
      const { ends, run } = commands();
      const msg = Object.freeze({ topic: "a" });
      run(action, msg);
      assert.deepEqual([ends, Object.keys(msg)], [["done"], ["topic"]]);
    }
  });

  it("shows all that there are, and gives the list to who asks for it to do with it what he likes", () => {
    const { sent, run } = commands();
    const msg: { topic: string; subscriptions?: object[] } = { topic: "a" };
    run("subscribe", msg);
    const expected = { topic: "a", qos: 1, nl: false, rap: false, rh: 0, datatype: "auto" };
    assert.deepEqual(msg.subscriptions, [expected]);
    run("getSubscriptions", {});
    const [{ payload } = {}] = sent as { payload?: { qos: number }[] }[];
    assert.deepEqual(payload, [expected]);
    assert.deepEqual(
      payload.map((each) => Object.assign(each, { qos: 2 }).qos),
      [2],
    );
  });

  it("for the list that can't be changed ends in an error", () => {
    const { ends, sent, run } = commands();
    run("getSubscriptions", Object.freeze({ topic: "a" }));
    assert.deepEqual([ends, sent], [["unexpected"], []]);
  });

  it("whose topic throws where it is read ends in an error", () => {
    for (const action of ["subscribe", "unsubscribe"] as const) {
      const { ends, run } = commands();
      run(action, Object.defineProperty({}, "topic", { get: () => assert.ok(false, "unreadable") }));
      assert.deepEqual(ends, ["unexpected"]);
    }
  });

  it("for the list ends in an error where it can't be sent", () => {
    const { ends, run } = commands(() => {
      throw new RangeError("nested too deep");
    });
    run("getSubscriptions", {});
    assert.deepEqual(ends, ["unexpected"]);
  });
});

/** The commands of a node without a connection. @param send by default remembers */
function commands(send?: (msg: object) => void) {
  const bench = new DynamicBench();
  bench.lose();
  const sent: object[] = [];
  const ends: string[] = [];
  const all = subscriptionCommands(bench.dynamic, DEFAULTS, send ?? ((msg) => sent.push(msg)));
  const run = (action: keyof typeof all, msg: object): void =>
    all[action](msg, (error?: MqttNodeError) => ends.push(error?.code ?? "done"));
  return { ends, sent, run };
}
