import assert from "node:assert/strict";
import { KEPT_LAMP } from "../house";
import { PresenceBench } from "../presence-bench";

describe("with a heartbeat", () => {
  it("nobody is silent while our own connection is lost, nor because it was", () => {
    const bench = new PresenceBench({ heartbeat: 60 });
    bench.live("lamp", "online");
    bench.wait(59);
    bench.presence.lost();
    assert.equal(bench.clock.pending, 0);
    bench.wait(600);
    bench.presence.connected();
    bench.take();
    bench.retained("lamp", "online");
    bench.take();
    bench.wait(59);
    assert.deepEqual(bench.take(), []);
    bench.wait(1);
    assert.deepEqual(bench.take(), ["lamp stale timeout"]);
  });

  it("a device that was online before our own connection was lost, and isn't heard after it, may have died unheard", () => {
    const bench = new PresenceBench({ heartbeat: 60 });
    bench.live("lamp", "online");
    bench.interrupt(600);
    bench.take();
    bench.wait(59.999);
    assert.deepEqual(bench.take(), []);
    bench.wait(0.001);
    const { state, previous, reason, initial, since } = bench.takeOne();
    assert.deepEqual([state, previous, reason, initial], ["stale", "unknown", "timeout", false]);
    assert.equal(since, bench.clock.date());
  });

  it("what the broker has retained meanwhile is no sign of life", () => {
    const bench = new PresenceBench({ heartbeat: 60 });
    bench.live("lamp", "online");
    bench.interrupt();
    bench.wait(30);
    bench.retained("lamp", "online");
    bench.take();
    bench.wait(30);
    assert.deepEqual(bench.take(), ["lamp stale timeout"]);
  });

  it("one that was online before a restart, too", () => {
    const bench = new PresenceBench({ heartbeat: 60 }, { devices: [KEPT_LAMP] });
    bench.wait(60);
    const { state, previous, reason, initial } = bench.takeOne();
    assert.deepEqual([state, previous, reason, initial], ["stale", "online", "timeout", false]);
  });

  it("one that wasn't online before isn't waited for", () => {
    for (const payload of ["offline", "asleep", "unsure"]) {
      const bench = new PresenceBench({ heartbeat: 60 });
      bench.live("lamp", payload);
      bench.interrupt();
      bench.wait(3_600);
      assert.deepEqual([bench.stateOf("lamp"), bench.clock.pending], ["unknown", 0]);
    }
  });

  it("a device that was stale before our own connection was lost is so again at once: silence has gone on", () => {
    const bench = new PresenceBench({ heartbeat: 60 });
    bench.live("lamp", "online");
    bench.wait(60);
    const since = bench.clock.date();
    bench.presence.lost();
    bench.take();
    bench.presence.connected();
    const transition = bench.takeOne();
    assert.deepEqual([transition.state, transition.since, transition.initial], ["stale", since, true]);
    assert.equal(transition.reason, "timeout");
    bench.retained("lamp", "online");
    assert.deepEqual(bench.take(), [], "what the broker has retained is no sign of life");
    bench.live("lamp", "online");
    assert.deepEqual(bench.take(), ["lamp online reported"]);
  });

  it("one that was stale before and is offline by now has changed", () => {
    const bench = new PresenceBench({ heartbeat: 60, grace: 20 });
    bench.live("lamp", "online");
    bench.wait(60);
    bench.interrupt();
    bench.take();
    bench.retained("lamp", "offline");
    bench.wait(20);
    assert.deepEqual(bench.take(), ["lamp offline reported"]);
  });
});
