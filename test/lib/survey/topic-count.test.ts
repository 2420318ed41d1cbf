import assert from "node:assert/strict";
import { TopicCount } from "../../../nodes/lib/survey/topic-count";

describe("the count of topics that aren't kept", () => {
  it("counts each once, however often it comes", () => {
    const count = new TopicCount();
    assert.equal(count.value, 0);
    for (let time = 0; time < 3; time += 1) {
      for (let index = 0; index < 100; index += 1) count.add(`plant/line-${index}/state`);
    }
    assert.equal(count.value, 100);
  });

  for (const topics of [20_000, 1_000_000]) {
    it(`is right to 0.5 % with ${topics} topics, which differ in a few digits`, () => {
      const count = new TopicCount();
      for (let index = 0; index < topics; index += 1) count.add(`zigbee2mqtt/sensor-${index}`);
      const error = Math.abs(count.value / topics - 1);
      assert.ok(error < 0.005, `${count.value} of ${topics}`);
    });
  }
});
