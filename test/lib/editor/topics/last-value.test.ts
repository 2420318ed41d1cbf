import assert from "node:assert/strict";
import type { SeenTopic } from "../../../../nodes/lib/admin-api/survey-report";
import { age } from "../../../../nodes/lib/editor/topics/age";
import { BrokerTopics } from "../../../../nodes/lib/editor/topics/known/broker-topics";
import { lastValueHint } from "../../../../nodes/lib/editor/topics/last-value-hint";
import { shownPayload } from "../../../../nodes/lib/editor/topics/shown-payload";
import { ManualClock } from "../../../support/manual-clock";
import { useEnglish } from "./english-editor";
import { knownTopic, seenTopic } from "./seen-topic";

describe("The last value of a topic", () => {
  useEnglish();
  const clock = new ManualClock();

  it("is shown in one line, with a mark where it goes on", () => {
    assert.equal(shownPayload(knownTopic("a", " on\n\toff "), 10), "on off");
    assert.equal(shownPayload(knownTopic("a", "0123456789"), 10), "0123456789");
    assert.equal(shownPayload(knownTopic("a", "01234567890"), 10), "0123456789...");
    assert.equal(shownPayload(knownTopic("a", "beginning", { bytes: 5_000 }), 10), "beginning...");
    assert.equal(shownPayload(knownTopic("a", "00ff", { isBinary: true, bytes: 2 }), 10), "0x00ff");
    assert.equal(shownPayload(knownTopic("a", ""), 10), "(empty)");
  });

  it("is as old as stays true for a while", () => {
    const [minute, hour] = [60_000, 3_600_000];
    const ages = [-minute, 0, minute - 1, minute, hour - 1, hour, 30 * hour].map(age);
    assert.deepEqual(ages, ["just now", "just now", "just now", "1 min ago", "59 min ago", "1 h ago", "30 h ago"]);
  });

  it("is said of what came since we listen with its age, of a stored value without", () => {
    assert.equal(hint([seenTopic("a", "on")], "a"), "Stored value: on");
    const at = clock.date() - 150_000;
    assert.equal(hint([seenTopic("a", "on", { isRetained: false, at })], "a"), "Last value: on, 2 min ago");
    assert.equal(hint([seenTopic("a", "on", { count: 2, at })], "a"), "Last value: on, 2 min ago");
  });

  it("is said of the topic of a shared subscription, and of nothing with a wildcard or a variable in it", () => {
    const seen = [seenTopic("home/a", "on")];
    assert.equal(hint(seen, "$share/crew/home/a"), "Stored value: on");
    for (const topic of ["home/+", "home/+room", "#", "${TOPIC}", "", "home/b"])
      assert.equal(hint(seen, topic), undefined);
  });

  it("isn't known where there is no broker", () => {
    assert.equal(lastValueHint(undefined, "a"), undefined);
  });

  function hint(seen: readonly SeenTopic[], topic: string): string | undefined {
    const unused = (): never => assert.fail("nobody asked for it");
    const broker = new BrokerTopics(unused, { begin: unused, follow: unused, end: unused }, clock, () => true);
    broker.topics.learn(seen);
    return lastValueHint(broker, topic)?.text;
  }
});
