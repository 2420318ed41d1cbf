import assert from "node:assert/strict";
import { setImmediate as turn } from "node:timers/promises";
import { Keepalive } from "../../../../nodes/lib/connection/link/keepalive";
import { ManualClock } from "../../../support/manual-clock";

describe("a keepalive", () => {
  it("pings once a keepalive, whatever comes in the meantime [MQTT-3.1.2-20]", () => {
    const { clock, keepalive, asked } = started(10);
    for (let second = 0; second < 35; second += 1) {
      clock.advance(1_000);
      keepalive.heard();
    }
    assert.deepEqual(asked, ["ping at 10", "ping at 20", "ping at 30"]);
  });

  it("notices 1.5 x keepalive after the last byte that nothing comes any more", async () => {
    const { clock, keepalive, asked } = started(10);
    clock.advance(7_000);
    keepalive.heard();
    clock.advance(14_999);
    await decided();
    assert.deepEqual(asked, ["ping at 10", "ping at 20"]);
    clock.advance(1);
    await decided();
    assert.deepEqual(asked, ["ping at 10", "ping at 20", "silent at 22"]);
  });

  it("asks a silent peer half a keepalive before it gives it up", async () => {
    const { clock, asked } = started(10);
    clock.advance(15_000);
    await decided();
    assert.deepEqual(asked, ["ping at 10", "silent at 15"]);
  });

  it("is content with any byte, were it the last moment", async () => {
    const { clock, keepalive, asked } = started(10);
    clock.advance(14_999);
    keepalive.heard();
    clock.advance(14_999);
    await decided();
    assert.deepEqual(asked, ["ping at 10", "ping at 20"]);
  });

  it("looks at the socket once more before it decides: its bytes come after the timers", async () => {
    const { clock, keepalive, asked } = started(10);
    clock.advance(15_000);
    keepalive.heard();
    await decided();
    clock.advance(14_999);
    await decided();
    assert.deepEqual(asked, ["ping at 10", "ping at 20"]);
    clock.advance(1);
    await decided();
    assert.equal(asked.at(-1), "silent at 30");
  });

  it("doesn't take it for the peer's silence that this process was busy, and asks first", async () => {
    const { clock, asked } = started(10);
    clock.late = 54_000;
    clock.advance(10_000);
    await decided();
    assert.deepEqual(asked, ["ping at 64"]);
    clock.advance(4_999);
    await decided();
    assert.deepEqual(asked, ["ping at 64"]);
    clock.advance(1);
    await decided();
    assert.deepEqual(asked, ["ping at 64", "silent at 69"]);
  });

  it("goes on pinging while it is held, and takes no silence for an end", async () => {
    const { clock, keepalive, asked } = started(10);
    keepalive.hold();
    clock.advance(35_000);
    await decided();
    assert.deepEqual(asked, ["ping at 10", "ping at 20", "ping at 30"]);
    keepalive.release();
    clock.advance(14_999);
    await decided();
    assert.deepEqual(asked.slice(3), ["ping at 40"]);
    clock.advance(1);
    await decided();
    assert.deepEqual(asked.slice(4), ["ping at 50", "silent at 50"]);
  });

  it("is held from the start if it was before", async () => {
    const { clock, keepalive, asked } = unstarted();
    keepalive.hold();
    keepalive.start(10);
    clock.advance(19_000);
    await decided();
    assert.deepEqual(asked, ["ping at 10"]);
  });

  it("takes a silence that was suspected when the hold came for none", async () => {
    const { clock, keepalive, asked } = started(10);
    clock.advance(15_000);
    keepalive.hold();
    await decided();
    assert.deepEqual(asked, ["ping at 10"]);
  });

  it("neither pings nor notices anything with 0", async () => {
    const { clock, keepalive, asked } = started(0);
    keepalive.heard();
    keepalive.hold();
    keepalive.release();
    clock.advance(1_000_000);
    await decided();
    assert.deepEqual([asked, clock.pending], [[], 0]);
  });

  it("leaves no timer when it stops, and says nothing any more", async () => {
    const { clock, keepalive, asked } = started(10);
    clock.advance(15_000);
    keepalive.stop();
    await decided();
    keepalive.hold();
    keepalive.release();
    clock.advance(100_000);
    await decided();
    assert.deepEqual([asked, clock.pending], [["ping at 10"], 0]);
  });
});

/** Resolves when a silence that is suspected has been decided on. */
async function decided(): Promise<void> {
  await turn();
  await turn();
}

/** The clock of a process that was too busy to look at it: it is later than it should be when a call is made. */
class BusyClock extends ManualClock {
  /** Milliseconds. */
  late = 0;

  override now(): number {
    return super.now() + this.late;
  }
}

function unstarted(): { clock: BusyClock; keepalive: Keepalive; asked: string[] } {
  const clock = new BusyClock();
  const asked: string[] = [];
  const note = (what: string) => (): void => {
    asked.push(`${what} at ${clock.now() / 1_000}`);
  };
  return { clock, asked, keepalive: new Keepalive(clock, { ping: note("ping"), silent: note("silent") }) };
}

function started(seconds: number): ReturnType<typeof unstarted> {
  const bench = unstarted();
  bench.keepalive.start(seconds);
  return bench;
}
