import assert from "node:assert/strict";
import { Jobs } from "../../../nodes/lib/admin/jobs";
import { StartLimit } from "../../../nodes/lib/admin/start-limit";
import { ManualClock } from "../../support/manual-clock";
import { refusal } from "../thrown";

interface Job {
  readonly name: string;
  readonly ended: () => void;
}

const UNKNOWN = { code: "request-unknown", values: {} };
const TOO_MANY = { code: "requests-too-many", values: {} };
const MINUTE = 60_000;

/** As many as there is room for. */
const EIGHT = ["a", "b", "c", "d", "e", "f", "g", "h"];

describe("the jobs that editors begin", () => {
  let clock: ManualClock;
  let stopped: string[];
  let jobs: Jobs<Job>;

  beforeEach(() => {
    clock = new ManualClock();
    stopped = [];
    jobs = jobsAtMost(20);
  });

  function jobsAtMost(starts: number): Jobs<Job> {
    return new Jobs<Job>(new StartLimit(starts, clock), clock, ({ name }) => stopped.push(name));
  }

  function start(name: string): string {
    return jobs.start((ended) => ({ name, ended }));
  }

  /** One ends by itself. */
  function end(id: string | undefined): void {
    jobs.get(id ?? "").ended();
  }

  /** Of those that are asked for. */
  function known(ids: readonly string[]): string[] {
    return ids.flatMap((id) => {
      try {
        return [jobs.get(id).name];
      } catch {
        return [];
      }
    });
  }

  it("are found by ids that can't be guessed", () => {
    const [first, second] = [start("first"), start("second")];
    assert.equal(jobs.get(first).name, "first");
    assert.equal(jobs.get(second).name, "second");
    assert.match(first, /^[0-9a-f-]{36}$/);
    for (const id of ["first", "", "__proto__", "constructor", "size"]) {
      assert.deepEqual(
        refusal(() => jobs.get(id)),
        UNKNOWN,
      );
    }
  });

  it("are ended once, and then forgotten", () => {
    const id = start("first");
    jobs.end(id);
    jobs.end(id);
    jobs.end("never begun");
    assert.deepEqual(stopped, ["first"]);
    assert.deepEqual(
      refusal(() => jobs.get(id)),
      UNKNOWN,
    );
  });

  it("are eight at most while all are under way, until one is ended", () => {
    const ids = EIGHT.map(start);
    assert.deepEqual(
      refusal(() => start("i")),
      TOO_MANY,
    );
    assert.deepEqual(known(ids), EIGHT);
    jobs.end(ids[2] ?? "");
    start("i");
    assert.deepEqual(stopped, ["c"]);
  });

  it("stay after their end until a new one needs the room: first the one that ended first", () => {
    const ids = EIGHT.map(start);
    end(ids[5]);
    end(ids[1]);
    assert.deepEqual(known(ids), EIGHT);
    start("i");
    assert.deepEqual(known(ids), ["a", "b", "c", "d", "e", "g", "h"]);
    start("j");
    assert.deepEqual(known(ids), ["a", "c", "d", "e", "g", "h"]);
    assert.deepEqual(stopped, [], "who made room had ended by itself");
  });

  it("are forgotten two minutes after their end, with what they have seen", () => {
    const ids = [start("done"), start("under way")];
    clock.advance(MINUTE);
    end(ids[0]);
    clock.advance(2 * MINUTE - 1);
    assert.deepEqual(known(ids), ["done", "under way"]);
    clock.advance(1);
    assert.deepEqual(known(ids), ["under way"]);
  });

  it("leave no timer behind when they are forgotten before", () => {
    const ids = EIGHT.map(start);
    const { ended } = jobs.get(ids[0] ?? "");
    jobs.end(ids[0] ?? "");
    // What is told to end says that it has when its connection is closed.
    ended();
    assert.equal(clock.pending, 0);
    end(ids[1]);
    jobs.end(ids[1] ?? "");
    assert.equal(clock.pending, 0);
    end(start("i"));
    start("j");
    start("k");
    assert.equal(clock.pending, 0);
  });

  it("are begun six times a minute at most, here", () => {
    jobs = jobsAtMost(6);
    for (let round = 0; round < 6; round += 1) {
      jobs.end(start("short"));
      clock.advance(5_000);
    }
    assert.deepEqual(
      refusal(() => start("seventh")),
      TOO_MANY,
    );
    clock.advance(30_000);
    assert.equal(jobs.get(start("seventh")).name, "seventh");
    assert.deepEqual(
      refusal(() => start("eighth")),
      TOO_MANY,
      "only the first is a minute old",
    );
  });

  it("that can't be begun take no room", () => {
    for (let round = 0; round < 9; round += 1) {
      assert.throws(() =>
        jobs.start(() => {
          throw new Error("a bad request");
        }),
      );
    }
    assert.equal(jobs.get(start("good")).name, "good");
  });
});
