import assert from "node:assert/strict";
import { Rivalry } from "../../../nodes/lib/connection/rivalry";
import { MqttNodeError, type ErrorCode } from "../../../nodes/lib/errors";
import { ManualClock } from "../../support/manual-clock";

const ADDRESS = "mqtt://h:1883";

/** Sessions that end one after the other, and what is made of each end. */
class Ends {
  readonly clock = new ManualClock();
  readonly rivalry: Rivalry;

  constructor(patience = 5) {
    this.rivalry = new Rivalry(this.clock, patience);
  }

  /** A session lasts some milliseconds, then ends. @returns why, as far as it can be told */
  end(code: ErrorCode, lasted = 1_000): MqttNodeError {
    this.rivalry.connected();
    this.clock.advance(lasted);
    return this.rivalry.ended(new MqttNodeError(code, { address: ADDRESS }), ADDRESS, "c");
  }

  codes(...codes: ErrorCode[]): ErrorCode[] {
    return codes.map((code) => this.end(code).code);
  }
}

describe("another client with our client id", () => {
  it("is recognised by the third session within a minute that just ends", () => {
    const ends = new Ends();
    const codes = ends.codes("connection-lost", "connection-lost");
    assert.deepEqual([codes, ends.rivalry.cause], [["connection-lost", "connection-lost"], undefined]);
    const verdict = ends.end("connection-lost");
    assert.deepEqual([verdict.code, verdict.values], ["client-id-contested", { address: ADDRESS, clientId: "c" }]);
    assert.equal((verdict.cause as MqttNodeError).code, "connection-lost");
    assert.equal(ends.rivalry.cause, verdict);
  });

  it("isn't guessed from three ends within more than a minute", () => {
    const ends = new Ends();
    for (const lasted of [1_000, 30_000, 30_000, 30_000, 30_000]) {
      assert.equal(ends.end("connection-lost", lasted).code, "connection-lost");
    }
    assert.equal(ends.end("connection-lost", 29_999).code, "client-id-contested");
  });

  it("is certain where the server says so [MQTT 5, 3.14.2.1: 0x8E]", () => {
    assert.deepEqual(new Ends().codes("session-taken-over", "session-taken-over", "session-taken-over"), [
      "session-taken-over",
      "session-taken-over",
      "session-taken-over",
    ]);
  });

  it("goes on to be certain once the server has said so, though a session just ends then", () => {
    const ends = new Ends();
    ends.codes("connection-lost", "connection-lost", "connection-lost");
    const said = ends.end("session-taken-over");
    assert.equal(ends.rivalry.cause, said);
    assert.equal(said.code, "session-taken-over");
    assert.equal(ends.end("connection-lost"), said);
  });

  it("is told by one end more once it is recognised, for as long as it goes on", () => {
    const ends = new Ends(60);
    ends.codes("connection-lost", "connection-lost", "connection-lost");
    for (let times = 0; times < 10; times += 1) {
      assert.equal(ends.end("connection-lost", 119_000).code, "client-id-contested");
    }
  });

  it("is gone when a session has lasted twice the longest wait, but a minute at least", () => {
    assert.equal(new Ends(31).rivalry.settlesAfter, 62_000);
    assert.equal(new Ends(1).rivalry.settlesAfter, 60_000);
    const ends = new Ends(60);
    ends.codes("connection-lost", "connection-lost", "connection-lost");
    assert.equal(ends.end("connection-lost", 120_000).code, "connection-lost");
    assert.equal(ends.rivalry.cause, undefined);
  });

  it("isn't counted with what was before a session that lasted", () => {
    const ends = new Ends();
    ends.codes("connection-lost", "connection-lost");
    assert.equal(ends.end("connection-lost", 60_000).code, "connection-lost");
    assert.deepEqual(ends.codes("connection-lost", "connection-lost"), ["connection-lost", "client-id-contested"]);
  });

  it("is out of the question where a session ends for a reason of its own, or a login fails", () => {
    for (const innocent of ["keepalive-timeout", "server-shutting-down", "not-authorised"] as const) {
      const ends = new Ends();
      assert.deepEqual(ends.codes("connection-lost", "connection-lost", innocent), [
        "connection-lost",
        "connection-lost",
        innocent,
      ]);
      assert.deepEqual(ends.codes("connection-lost", "connection-lost"), ["connection-lost", "connection-lost"]);
    }
    const ends = new Ends();
    ends.codes("connection-lost", "connection-lost", "connection-lost");
    ends.rivalry.over();
    assert.equal(ends.rivalry.cause, undefined);
    assert.deepEqual(ends.codes("connection-lost", "connection-lost"), ["connection-lost", "connection-lost"]);
  });
});
