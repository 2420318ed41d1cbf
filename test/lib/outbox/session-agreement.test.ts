import assert from "node:assert/strict";
import { SessionAgreement, type SessionKeeper } from "../../../nodes/lib/outbox/session-agreement";
import { UNLIMITED } from "./fake-transport";

/** A queue that takes its time to learn and to remember a session. */
class SlowQueue implements SessionKeeper {
  session: string | undefined;
  readonly #unsafe: (() => void)[] = [];

  beginSession(identity: string, safe: () => void): void {
    this.session = identity;
    this.#unsafe.push(safe);
  }

  /** The oldest session that has begun is safe. */
  save(): void {
    this.#unsafe.shift()?.();
  }
}

describe("the agreement on a session", () => {
  it("is there at once where the broker and the queue know the same one", () => {
    const { agreement, queue, told } = bench("a");
    agreement.connected(session("a", true));
    assert.deepEqual([agreement.isAgreed, told], [true, ["agreed"]]);
    assert.equal(queue.session, "a");
  });

  for (const [what, identity, isPresent] of [
    ["has forgotten it", "a", false],
    ["knows another one", "b", true],
  ] as const) {
    it(`waits until a new one is safe where the broker ${what}`, () => {
      const { agreement, queue, told } = bench("a");
      agreement.connected(session(identity, isPresent));
      assert.deepEqual([agreement.isAgreed, queue.session, told], [false, identity, ["gone"]]);
      queue.save();
      assert.deepEqual([agreement.isAgreed, told], [true, ["gone", "agreed"]]);
    });
  }

  it("waits for a queue that doesn't know yet", () => {
    const { agreement, queue, told } = bench(undefined);
    agreement.connected(session("a", true));
    agreement.seek();
    assert.deepEqual([agreement.isAgreed, told], [false, []]);
    queue.session = "a";
    agreement.seek();
    agreement.seek();
    assert.deepEqual([agreement.isAgreed, told], [true, ["agreed"]]);
  });

  it("waits on the next connection, too, until the session is safe that has begun on the one before", () => {
    const { agreement, queue, told } = bench("");
    agreement.connected(session("a", false));
    agreement.disconnected();
    agreement.connected(session("a", true));
    assert.equal(agreement.isAgreed, false);
    queue.save();
    assert.deepEqual([agreement.isAgreed, told], [true, ["gone", "agreed"]]);
  });

  it("waits for the last session that has begun", () => {
    const { agreement, queue } = bench("");
    agreement.connected(session("a", false));
    agreement.disconnected();
    agreement.connected(session("b", false));
    queue.save();
    assert.equal(agreement.isAgreed, false);
    queue.save();
    assert.equal(agreement.isAgreed, true);
  });

  it("ends with the connection, and isn't found without one", () => {
    const { agreement, queue, told } = bench("");
    agreement.connected(session("a", false));
    agreement.disconnected();
    queue.save();
    assert.deepEqual([agreement.isAgreed, told], [false, ["gone"]]);
    agreement.connected(session("a", true));
    assert.equal(agreement.isAgreed, true);
    agreement.disconnected();
    assert.equal(agreement.isAgreed, false);
  });
});

function bench(known: string | undefined): { agreement: SessionAgreement; queue: SlowQueue; told: string[] } {
  const queue = new SlowQueue();
  queue.session = known;
  const told: string[] = [];
  const events = { gone: () => void told.push("gone"), agreed: () => void told.push("agreed") };
  return { agreement: new SessionAgreement(queue, events), queue, told };
}

function session(identity: string, sessionPresent: boolean): Parameters<SessionAgreement["connected"]>[0] {
  return { identity, sessionPresent, limits: UNLIMITED };
}
