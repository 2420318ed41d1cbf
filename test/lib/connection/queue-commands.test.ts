import assert from "node:assert/strict";
import { queueCommands } from "../../../nodes/lib/connection/queue-commands";
import type { MqttNodeError } from "../../../nodes/lib/errors";
import type { QueueState } from "../../../nodes/lib/outbox/queue-state";

const STATE: QueueState = {
  waiting: 3,
  bytes: 300,
  inFlight: 1,
  oldest: 1_700_000_000_000,
  storage: "memory",
  limit: 10_000,
  limitBytes: 104_857_600,
};

describe("a command about the queue", () => {
  it("tells how it stands in msg.payload", () => {
    const { msg, error } = command("getQueue", {});
    assert.deepEqual([msg, error], [{ payload: STATE }, undefined]);
  });

  it("clears it, and tells how many messages waited", () => {
    const { msg, error, clears } = command("clearQueue", { payload: "before" });
    assert.deepEqual([msg, error, clears], [{ payload: { cleared: 3 } }, undefined, 1]);
  });

  const failing = (): never => {
    throw new Error("not mine");
  };
  const unchangeable: [what: string, msg: object][] = [
    ["is frozen", Object.freeze({})],
    ["throws where it is changed", Object.defineProperty({}, "payload", { set: failing })],
    ["is a proxy that throws", new Proxy({}, { set: failing })],
  ];
  for (const [what, msg] of unchangeable) {
    for (const name of ["getQueue", "clearQueue"] as const) {
      it(`ends in an error where the message of ${name} ${what}, and clears nothing`, () => {
        const { error, clears } = command(name, msg);
        assert.deepEqual([error?.code, clears], ["unexpected", 0]);
      });
    }
  }

  function command(
    name: "getQueue" | "clearQueue",
    msg: object,
  ): { msg: object; error: MqttNodeError | undefined; clears: number } {
    let clears = 0;
    const ends: (MqttNodeError | undefined)[] = [];
    const queue = {
      queueState: () => STATE,
      clearQueue: () => {
        clears += 1;
        return STATE.waiting;
      },
    };
    queueCommands(queue)[name](msg, (error) => ends.push(error));
    assert.equal(ends.length, 1);
    return { msg, error: ends[0], clears };
  }
});
