import assert from "node:assert/strict";
import { setImmediate as turn } from "node:timers/promises";
import { Intake } from "../../../../nodes/lib/connection/link/intake";
import { ReceivedMessage } from "../../../../nodes/lib/messages/received-message";

describe("an intake", () => {
  it("dispatches each message before it goes on to the next", () => {
    const { intake, happened, receive } = bench();
    receive("a");
    receive("b");
    assert.deepEqual(happened, ["a", "next after a", "b", "next after b"]);
    assert.equal(intake.isHeld, false);
  });

  it("yields a turn after 500 deliveries, so that a flood doesn't stall the event loop", async () => {
    const { happened, receive } = bench(250);
    receive("a");
    receive("b");
    assert.deepEqual(happened, ["a", "next after a", "b"]);
    await turn();
    assert.deepEqual(happened, ["a", "next after a", "b", "next after b"]);
    receive("c");
    assert.deepEqual(happened.slice(4), ["c", "next after c"]);
  });

  it("neither dispatches nor goes on while it is held", () => {
    const { intake, happened, receive } = bench();
    intake.hold();
    receive("a");
    assert.deepEqual([happened, intake.isHeld], [[], true]);
  });

  it("dispatches what has waited when it is released, and goes on", () => {
    const { intake, happened, receive } = bench();
    intake.hold();
    receive("a");
    intake.release();
    receive("b");
    assert.deepEqual(happened, ["a", "next after a", "b", "next after b"]);
  });

  it("goes on after a message that was dispatched already when the hold came, so that it is acknowledged", () => {
    const { intake, happened, receive } = bench(() => intake.hold());
    receive("a");
    receive("b");
    assert.deepEqual(happened, ["a", "next after a"]);
  });

  it("may be held again by whom the release reaches", () => {
    const { intake, happened, receive } = bench(() => intake.hold());
    intake.hold();
    receive("a");
    intake.release();
    assert.deepEqual([happened, intake.isHeld], [["a", "next after a"], true]);
  });

  it("is held and released once, however often it is asked", () => {
    const { intake, happened, receive } = bench();
    intake.release();
    intake.hold();
    intake.hold();
    receive("a");
    intake.release();
    intake.release();
    assert.deepEqual(happened, ["a", "next after a"]);
  });

  it("forgets what waits when it is told to: it is never dispatched or acknowledged", () => {
    const { intake, happened, receive } = bench();
    intake.hold();
    receive("a");
    intake.drop();
    intake.release();
    assert.deepEqual(happened, []);
  });
});

/** @param dispatched what a dispatch does, or to how many nodes it delivers */
function bench(dispatched: number | (() => void) = 1): {
  intake: Intake;
  happened: string[];
  receive: (topic: string) => void;
} {
  const happened: string[] = [];
  const intake = new Intake(({ topic }) => {
    happened.push(topic);
    if (typeof dispatched === "number") return dispatched;
    dispatched();
    return 1;
  });
  const receive = (topic: string): void => {
    intake.received(new ReceivedMessage(topic, Buffer.alloc(0), 1, false));
    intake.handled(() => happened.push(`next after ${topic}`));
  };
  return { intake, happened, receive };
}
