import assert from "node:assert/strict";
import { MqttNodeError, type ErrorCode } from "../../../nodes/lib/errors";
import { HangUps } from "../../../nodes/lib/outbox/hang-ups";
import type { OutboxEntry } from "../../../nodes/lib/outbox/outbox-entry";
import { entryOf } from "./entry-of";

const [a, b, c] = ["a", "b", "c"].map((topic) => entryOf(topic)) as [OutboxEntry, OutboxEntry, OutboxEntry];

describe("whoever looks for the message that the broker hangs up on", () => {
  for (const code of ["connection-lost", "server-disconnected"] as const) {
    it(`finds the one that was alone in flight at three ends: ${code}`, () => {
      const hangUps = cautious(a);
      const found = [1, 2, 3].map(() => endHeard(hangUps, [a], code));
      assert.deepEqual(found, [undefined, undefined, a]);
    });
  }

  it("becomes cautious when the same messages were in flight at two ends in a row", () => {
    const hangUps = new HangUps();
    end(hangUps, [a, b]);
    assert.ok(!hangUps.isCautious);
    end(hangUps, [b, c]);
    assert.ok(hangUps.isCautious);
  });

  it("doesn't where they were others each time, however many ends there are", () => {
    const hangUps = new HangUps();
    for (const entry of [a, b, c, a, b, c]) end(hangUps, [entry]);
    assert.ok(!hangUps.isCautious);
  });

  it("isn't put off by ends with nothing in flight", () => {
    const hangUps = new HangUps();
    end(hangUps, [a]);
    end(hangUps, []);
    end(hangUps, [a]);
    assert.ok(hangUps.isCautious);
  });

  it("suspects only those that were there each time: when they are settled, it is over", () => {
    const hangUps = new HangUps();
    end(hangUps, [a, b]);
    end(hangUps, [b, c]);
    hangUps.settled(a);
    assert.ok(hangUps.isCautious);
    hangUps.settled(b);
    assert.ok(!hangUps.isCautious);
  });

  it("isn't put off by links that are cut before the broker was heard", () => {
    const hangUps = cautious(a);
    const found = [1, 2, 3].map(() => {
      const culprit = endHeard(hangUps, [a]);
      end(hangUps, []);
      return culprit;
    });
    assert.deepEqual(found, [undefined, undefined, a]);
  });

  it("wants the broker to be heard anew on each connection", () => {
    const hangUps = cautious(a);
    endHeard(hangUps, [a]);
    assert.ok(!hangUps.isHeard);
  });

  it("counts anew for another message", () => {
    const hangUps = cautious(a, b);
    const found = [a, a, b, b, a, a].map((entry) => endHeard(hangUps, [entry]));
    assert.deepEqual(new Set(found), new Set([undefined]));
    assert.equal(endHeard(hangUps, [a]), a);
  });

  it("blames none where none was in flight, or we left ourselves", () => {
    const hangUps = cautious(a);
    endHeard(hangUps, [a]);
    assert.ok(hangUps.isBlaming);
    endHeard(hangUps, []);
    assert.ok(!hangUps.isBlaming);
    endHeard(hangUps, [a]);
    hangUps.ended([a], undefined);
    assert.ok(!hangUps.isBlaming);
  });

  it("begins from the start when what waits has been cleared", () => {
    const hangUps = cautious(a, b);
    hangUps.forget();
    assert.ok(!hangUps.isCautious);
    end(hangUps, [a, c]);
    end(hangUps, [c]);
    assert.ok(hangUps.isCautious, "c was there twice, though a was a suspect before");
  });

  /** It has had the broker hang up twice with the same messages in flight. */
  function cautious(...entries: OutboxEntry[]): HangUps {
    const hangUps = new HangUps();
    for (let ends = 0; ends < 2; ends += 1) end(hangUps, entries);
    assert.ok(hangUps.isCautious);
    return hangUps;
  }

  function end(hangUps: HangUps, sent: OutboxEntry[], code: ErrorCode = "connection-lost"): OutboxEntry | undefined {
    return hangUps.ended(sent, new MqttNodeError(code, { address: "mqtt://h:1883" }));
  }

  function endHeard(hangUps: HangUps, sent: OutboxEntry[], code?: ErrorCode): OutboxEntry | undefined {
    hangUps.heard();
    return end(hangUps, sent, code);
  }
});
