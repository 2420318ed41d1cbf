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

describe("the jobs that editors begin", () => {
  let clock: ManualClock;
  let stopped: string[];
  let jobs: Jobs<Job>;

  beforeEach(() => {
    clock = new ManualClock();
    stopped = [];
    jobs = new Jobs<Job>(new StartLimit(6, clock), ({ name }) => stopped.push(name));
  });

  function start(name: string): string {
    return jobs.start((ended) => ({ name, ended }));
  }

  it("are found by ids that can't be guessed", () => {
    const [first, second] = [start("first"), start("second")];
    assert.equal(jobs.get(first).name, "first");
    assert.equal(jobs.get(second).name, "second");
    assert.match(first, /^[0-9a-f-]{36}$/);
    assert.deepEqual(
      refusal(() => jobs.get("first")),
      UNKNOWN,
    );
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

  it("stay after their end, until a new one needs the room", () => {
    const ids = ["a", "b", "c", "d"].map(start);
    assert.deepEqual(
      refusal(() => start("e")),
      TOO_MANY,
      "all four are under way",
    );
    jobs.get(ids[1] ?? "").ended();
    assert.equal(jobs.get(ids[1] ?? "").name, "b");
    start("e");
    assert.deepEqual(
      refusal(() => jobs.get(ids[1] ?? "")),
      UNKNOWN,
    );
    assert.deepEqual(
      ["a", "c", "d"].map((name, index) => jobs.get(ids[index === 0 ? 0 : index + 1] ?? "").name === name),
      [true, true, true],
    );
    assert.deepEqual(stopped, [], "who made room had ended by itself");
  });

  it("make room, too, if they end while they begin", () => {
    for (let round = 0; round < 6; round += 1) {
      jobs.start((ended) => {
        ended();
        return { name: "at once", ended };
      });
    }
  });

  it("are begun six times a minute at most, here", () => {
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
    for (let round = 0; round < 5; round += 1) {
      assert.throws(() =>
        jobs.start(() => {
          throw new Error("a bad request");
        }),
      );
    }
    assert.equal(jobs.get(start("good")).name, "good");
  });
});
