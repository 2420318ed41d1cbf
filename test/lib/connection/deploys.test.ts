import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import { Deploys } from "../../../nodes/lib/connection/deploys";

describe("the deploys that connections follow", () => {
  it("hold every connection from the stop of the flows to their start", () => {
    const { events, deploys, log } = following();
    deploys.follow(connection("a", log));
    deploys.follow(connection("b", log));
    events.emit("flows:stopping");
    events.emit("flows:started");
    assert.deepEqual(log, ["hold a", "hold b", "release a", "release b"]);
  });

  it("that fail, so that the flows never start, hold nothing", () => {
    const { events, deploys, log } = following();
    deploys.follow(connection("a", log));
    events.emit("flows:stopping");
    events.emit("runtime-event", { id: "runtime-state" });
    assert.deepEqual(log, ["hold a"]);
    events.emit("runtime-event", { id: "runtime-state", payload: { state: "stop", error: "missing-types" } });
    assert.deepEqual(log, ["hold a", "release a"]);
  });

  it("are listened to once for all connections, and not at all without one", () => {
    const { events, deploys, log } = following();
    const [a, b] = [connection("a", log), connection("b", log)];
    deploys.follow(a);
    deploys.follow(b);
    assert.equal(events.listenerCount("flows:stopping"), 1);
    deploys.unfollow(a);
    events.emit("flows:stopping");
    assert.deepEqual(log, ["hold b"]);
    deploys.unfollow(b);
    assert.deepEqual(events.eventNames(), []);
  });

  function following() {
    const events = new EventEmitter();
    return { events, deploys: new Deploys(events), log: [] as string[] };
  }

  function connection(name: string, log: string[]) {
    return { hold: () => log.push(`hold ${name}`), release: () => log.push(`release ${name}`) };
  }
});
