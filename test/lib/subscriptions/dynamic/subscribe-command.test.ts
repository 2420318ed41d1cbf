import assert from "node:assert/strict";
import { MqttNodeError } from "../../../../nodes/lib/errors";
import { SubscribeCommand } from "../../../../nodes/lib/subscriptions/dynamic/subscribe-command";
import { ManualClock } from "../../../support/manual-clock";

const REFUSED = new MqttNodeError("subscribe-refused", { filter: "a", reason: "r" });
const CLOSED = new MqttNodeError("node-closed", {});

describe("a command that waits for answers", () => {
  const ways: [how: string, go: (command: SubscribeCommand, clock: ManualClock) => void, code: string | undefined][] = [
    ["the last answer", (command) => times(2, () => command.answered()), undefined],
    [
      "the last answer, one of them a refusal",
      (command) => [REFUSED, undefined].forEach(answer(command)),
      REFUSED.code,
    ],
    ["the last answer, which is a refusal", (command) => [undefined, REFUSED].forEach(answer(command)), REFUSED.code],
    ["time", (_command, clock) => clock.advance(30_000), "subscribe-timeout"],
    ["somebody who ends it well", (command) => command.end(), undefined],
    ["somebody who ends it with an error", (command) => command.end(CLOSED), CLOSED.code],
  ];
  for (const [how, go, code] of ways) {
    it(`ends with ${how}, and never again, and leaves no timer`, () => {
      const clock = new ManualClock();
      const ends: unknown[] = [];
      const command = new SubscribeCommand(2, clock, (error) => ends.push(error?.code));
      assert.ok(command.isOpen);
      go(command, clock);
      assert.deepEqual([ends, command.isOpen, clock.pending], [[code], false, 0]);
      times(3, () => command.answered(REFUSED));
      command.end(CLOSED);
      clock.advance(60_000);
      assert.deepEqual(ends, [code]);
    });
  }

  it("ends with a refusal that came before it was ended otherwise", () => {
    const ends: unknown[] = [];
    const command = new SubscribeCommand(2, new ManualClock(), (error) => ends.push(error?.code));
    command.answered(REFUSED);
    command.end(CLOSED);
    assert.deepEqual(ends, [REFUSED.code]);
  });

  function times(count: number, call: () => void): void {
    for (let index = 0; index < count; index += 1) call();
  }

  function answer(command: SubscribeCommand): (refusal: MqttNodeError | undefined) => void {
    return (refusal) => command.answered(refusal);
  }
});
