import assert from "node:assert/strict";
import type { Status } from "../../nodes/lib/status";
import { StatusLine } from "../../nodes/lib/status-line";
import { ManualClock } from "../support/manual-clock";

describe("the status line of a node", () => {
  it("shows a change of the connection at once, each time", () => {
    const { line, shown, become } = statusLine();
    for (const text of ["a", "b", "c"]) {
      become(text);
      line.show();
    }
    assert.deepEqual(shown, ["a", "b", "c"]);
  });

  it("shows what hasn't changed only once", () => {
    const { line, shown, become } = statusLine();
    become("a");
    for (let times = 0; times < 3; times += 1) line.show();
    assert.deepEqual(shown, ["a"]);
  });

  it("shows another colour or shape of the same text", () => {
    const { line, shown, become } = statusLine();
    for (const others of [{}, { fill: "red" }, { fill: "red", shape: "ring" }] as const) {
      become("a", others);
      line.show();
    }
    assert.equal(shown.length, 3);
  });

  it("shows the same again where only the event for flows is another", () => {
    const { line, shown, become } = statusLine();
    const events = [{ state: "closed" }, { state: "closing" }] as const;
    for (const connection of [events[0], events[0], events[1], events[1], events[0]]) {
      become("a", { connection });
      line.show();
    }
    assert.equal(shown.length, 3);
  });

  it("shows a flood of changes at most once a second, the first at once and the last in the end", () => {
    const { line, shown, become, clock } = statusLine();
    for (let change = 0; change < 100; change += 1) {
      become(String(change));
      line.refresh();
    }
    assert.deepEqual(shown, ["0"]);
    clock.advance(999);
    assert.deepEqual(shown, ["0"]);
    clock.advance(1);
    assert.deepEqual(shown, ["0", "99"]);
    clock.advance(60_000);
    assert.deepEqual(shown, ["0", "99"]);
    assert.equal(clock.pending, 0);
  });

  it("goes on once a second as long as the flood lasts", () => {
    const { line, shown, become, clock } = statusLine();
    for (let change = 0; change < 50; change += 1) {
      become(String(change));
      line.refresh();
      clock.advance(100);
    }
    assert.equal(shown.length, 6);
    assert.equal(shown.at(-1), "49");
  });

  it("shows a change at once again after a quiet second", () => {
    const { line, shown, become, clock } = statusLine();
    for (const text of ["a", "b"]) {
      become(text);
      line.refresh();
      clock.advance(1_000);
    }
    assert.deepEqual(shown, ["a", "b"]);
  });

  it("shows a change of the connection at once in the midst of a flood", () => {
    const { line, shown, become } = statusLine();
    become("a");
    line.refresh();
    become("b");
    line.refresh();
    become("lost");
    line.show();
    assert.deepEqual(shown, ["a", "lost"]);
  });

  it("shows soon what need not be seen at once, and only how it is then", () => {
    const { line, shown, become, clock } = statusLine();
    for (const text of ["a", "b"]) {
      become(text);
      line.soon();
    }
    clock.advance(999);
    assert.deepEqual(shown, []);
    clock.advance(1);
    assert.deepEqual(shown, ["b"]);
  });

  it("leaves an update to one that is due anyway", () => {
    const { line, shown, become, clock } = statusLine();
    become("a");
    line.update();
    line.soon();
    become("b");
    line.update();
    assert.deepEqual(shown, ["a"]);
    clock.advance(1_000);
    assert.deepEqual(shown, ["a", "b"]);
  });

  it("shows nothing any more once it is closed, and leaves no timer", () => {
    const { line, shown, become, clock } = statusLine();
    become("a");
    line.refresh();
    become("b");
    line.refresh();
    line.close();
    line.soon();
    line.update();
    line.refresh();
    line.show();
    assert.equal(clock.pending, 0);
    clock.advance(60_000);
    assert.deepEqual(shown, ["a"]);
  });

  function statusLine() {
    const clock = new ManualClock();
    const shown: string[] = [];
    let status: Status = { fill: "green", shape: "dot", text: "" };
    const become = (text: string, others: Partial<Status> = {}): void => {
      status = { fill: "green", shape: "dot", ...others, text };
    };
    const line = new StatusLine(
      ({ text }) => shown.push(text),
      () => status,
      clock,
    );
    return { line, shown, become, clock };
  }
});
