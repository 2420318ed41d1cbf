import assert from "node:assert/strict";
import { MOST_TOPICS_AT_ONCE, type SeenTopic } from "../../../nodes/lib/admin-api/survey-report";
import { SeenTopics } from "../../../nodes/lib/survey/seen-topics";
import { heapUsed } from "../heap-used";
import { message } from "./message";

const MOST = 20_000;
const MEGABYTE = 1_000_000;
const RETAINED = { retain: true };

describe("the topics that were seen", () => {
  it("have their last value, and how often and when they came", () => {
    const topics = new SeenTopics();
    topics.received(message("lamp", "on", RETAINED), 1_000);
    topics.received(message("lamp", "öff"), 2_000);
    topics.received(message("raw", Buffer.from([0xff, 0x00])), 3_000);
    assert.deepEqual(topics.since(0).topics, [
      { topic: "lamp", payload: "öff", isBinary: false, bytes: 4, isRetained: true, count: 2, at: 2_000 },
      { topic: "raw", payload: "ff00", isBinary: true, bytes: 2, isRetained: false, count: 1, at: 3_000 },
    ]);
    assert.deepEqual([topics.kept, topics.notKept], [2, 0]);
  });

  it("have the beginning of a long value, and its length", () => {
    const topics = new SeenTopics();
    topics.received(message("text", "€".repeat(10_000)), 0);
    topics.received(message("raw", Buffer.alloc(5_000, 0xff)), 0);
    assert.deepEqual(
      topics.since(0).topics.map(({ payload, bytes }) => [payload, bytes]),
      [
        ["€".repeat(341), 30_000],
        ["f".repeat(1_024), 5_000],
      ],
    );
  });

  it("are retained from the first retained message on, until an empty one removes the value", () => {
    const topics = new SeenTopics();
    const isRetained = (payload: string, retain: boolean): boolean | undefined => {
      topics.received(message("lamp", payload, { retain }), 0);
      return topics.since(0).topics[0]?.isRetained;
    };
    assert.equal(isRetained("on", false), false);
    assert.equal(isRetained("on", true), true);
    assert.equal(isRetained("off", false), true);
    assert.equal(isRetained("", true), false);
    assert.equal(isRetained("on", false), false);
    assert.equal(isRetained("on", true), true);
    assert.equal(isRetained("", false), false);
  });

  it("are told from a version on, the oldest change first", () => {
    const topics = new SeenTopics();
    receive(topics, "a", "b", "c");
    const { version } = topics.since(0);
    assert.deepEqual(names(topics, version), []);
    receive(topics, "b", "d", "a", "b");
    assert.deepEqual(names(topics, version), ["d", "a", "b"]);
    assert.deepEqual(names(topics, 0), ["c", "d", "a", "b"]);
    assert.equal(topics.since(version).hasMore, false);
  });

  it("are told a thousand at once, and what changes meanwhile comes at the end", () => {
    const topics = new SeenTopics();
    const all = numbered("t", 2 * MOST_TOPICS_AT_ONCE);
    receive(topics, ...all);
    const first = topics.since(0);
    assert.deepEqual([first.topics.length, first.hasMore], [MOST_TOPICS_AT_ONCE, true]);
    receive(topics, "t0", "t1500");
    const second = topics.since(first.version);
    assert.deepEqual([second.topics.length, second.hasMore], [MOST_TOPICS_AT_ONCE, true]);
    const third = topics.since(second.version);
    assert.deepEqual([third.topics.map(({ topic }) => topic), third.hasMore], [["t1500"], false]);
    const told = [first, second, third].flatMap((report) => report.topics.map(({ topic }) => topic));
    assert.deepEqual(new Set(told), new Set(all));
    assert.equal(topics.since(third.version).topics.length, 0);
  });

  it("say that there is no more where exactly a thousand were told", () => {
    const topics = new SeenTopics();
    receive(topics, ...numbered("t", MOST_TOPICS_AT_ONCE));
    assert.equal(topics.since(0).hasMore, false);
  });
});

describe("the topics that were seen, when there are too many,", () => {
  it("are the first 20,000; the others are counted, and values of those that are kept go on", () => {
    const topics = new SeenTopics();
    receive(topics, ...numbered("kept", MOST), ...numbered("late", 300), ...numbered("late", 300));
    assert.deepEqual([topics.kept, topics.notKept], [MOST, 300]);
    const { version } = topics.since(MOST);
    topics.received(message("kept7", "new"), 0);
    assert.deepEqual(
      topics.since(version).topics.map(({ topic, payload, count }) => [topic, payload, count]),
      [["kept7", "new", 2]],
    );
  });

  it("are those that the broker keeps rather than those that came once", () => {
    const topics = new SeenTopics();
    receive(topics, "often", "often", "state");
    topics.received(message("state", "on", RETAINED), 0);
    receive(topics, ...numbered("once", MOST - 2));
    for (const topic of numbered("retained", MOST)) topics.received(message(topic, "on", RETAINED), 0);
    const kept = everything(topics);
    assert.equal(topics.kept, MOST);
    assert.ok(kept.has("often") && kept.has("state"));
    assert.equal([...kept.values()].filter(({ isRetained }) => isRetained).length, MOST - 1);
    assert.ok(kept.has("retained0"), "the first of them isn't pushed out by the last");
    // Two retained ones found no place, and the others have taken those of all that came once.
    assertAbout(topics.notKept, MOST);
  });

  it("lose the one that came once the longest ago", () => {
    const topics = new SeenTopics();
    receive(topics, ...numbered("once", MOST), "once0");
    topics.received(message("retained", "on", RETAINED), 0);
    const kept = everything(topics);
    assert.deepEqual([kept.has("once0"), kept.has("once1"), kept.has("once2")], [true, false, true]);
    assert.ok(kept.has("retained"));
  });

  it("have shorter values, so that more of them find room", () => {
    const topics = new SeenTopics();
    for (const topic of numbered("t", MOST)) topics.received(message(topic, "v".repeat(2_000)), 0);
    assert.equal(topics.kept, MOST);
    const lengths = [...everything(topics).values()].map(({ payload }) => payload.length);
    assert.deepEqual([lengths[0], lengths.at(-1)], [1_024, 128]);
  });

  it("have as much of a value as there is room for", () => {
    const topics = new SeenTopics();
    for (let index = 100; index < 259; index += 1) topics.received(message(`${"t".repeat(49_997)}${index}`, ""), 0);
    topics.received(message("s".repeat(49_900), "v".repeat(2_000)), 0);
    assert.equal(topics.since(0).topics.at(-1)?.payload, "v".repeat(100));
  });

  it("give back the room of a value when the next one comes", () => {
    const topics = new SeenTopics();
    for (let time = 0; time < 10_000; time += 1) topics.received(message("a", "v".repeat(1_024)), 0);
    topics.received(message("b", "v".repeat(1_024)), 0);
    assert.deepEqual(
      topics.since(0).topics.map(({ payload }) => payload.length),
      [1_024, 1_024],
    );
  });

  it("may be few, where they are long", () => {
    const topics = new SeenTopics();
    for (const topic of numbered("t".repeat(60_000), 1_000)) topics.received(message(topic, "v".repeat(2_000)), 0);
    assert.ok(topics.kept > 100 && topics.kept < 140, String(topics.kept));
    assertAbout(topics.kept + topics.notKept, 1_000);
    receive(topics, "short");
    assert.ok(everything(topics).has("short"), "what fits is kept");
  });

  it("take as little memory with a million of them, in all they say again and again, as with a few", () => {
    const topics = new SeenTopics();
    const value = "v".repeat(3_000);
    const before = heapUsed();
    for (let index = 0; index < 1_000_000; index += 1) {
      const topic = `site/hall-${index % 7}/line-${index}/${"a-rather-long-name-of-a-level/".repeat(3)}state`;
      topics.received(message(topic, index % 50 === 0 ? value : "1", { retain: index % 3 === 0 }), index);
    }
    const used = heapUsed() - before;
    assert.ok(used < 20 * MEGABYTE, `${used} bytes`);
    assertAbout(topics.kept + topics.notKept, 1_000_000);
  }).timeout(30_000);
});

/** What isn't kept is counted to a few in a thousand. */
function assertAbout(count: number, expected: number): void {
  assert.ok(Math.abs(count / expected - 1) < 0.005, `${count} instead of about ${expected}`);
}

function receive(topics: SeenTopics, ...names: string[]): void {
  for (const name of names) topics.received(message(name), 0);
}

function numbered(name: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${name}${index}`);
}

function names(topics: SeenTopics, version: number): string[] {
  return topics.since(version).topics.map(({ topic }) => topic);
}

/** All that are kept, however many reports it takes. */
function everything(topics: SeenTopics): Map<string, SeenTopic> {
  const all = new Map<string, SeenTopic>();
  for (let version = 0, hasMore = true; hasMore;) {
    const report = topics.since(version);
    for (const seen of report.topics) all.set(seen.topic, seen);
    ({ version, hasMore } = report);
  }
  return all;
}
