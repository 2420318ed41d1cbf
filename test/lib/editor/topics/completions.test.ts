import assert from "node:assert/strict";
import { completions, type TopicKind } from "../../../../nodes/lib/editor/topics/completions";
import { knownTopics } from "./seen-topic";

const house = knownTopics({
  "home/kitchen/temperature": "21.5",
  "home/kitchen/light": "on",
  "home/hall/temperature": "19",
  "home/hall/light/set": "off",
  "garden/home/gate": "shut",
  "garden/greenhouse": "warm",
  "$SYS/broker/uptime": "3 s",
});

describe("Completing a topic", () => {
  it("offers first what goes on from what was typed, fewer levels first, then what has it in it", () => {
    assert.deepEqual(values("home/hall", "name"), ["home/hall/temperature", "home/hall/light/set"]);
    assert.deepEqual(values("ho", "name"), [
      "home/hall/temperature",
      "home/kitchen/light",
      "home/kitchen/temperature",
      "home/hall/light/set",
      "garden/home/gate",
      "garden/greenhouse",
    ]);
  });

  it("doesn't mind capitals", () => {
    assert.deepEqual(values("home/KITCHEN/t", "name"), ["home/kitchen/temperature"]);
    assert.deepEqual(values("GREEN", "name"), ["garden/greenhouse"]);
  });

  it("brings the topic with its value", () => {
    assert.equal(completions(house, "garden/g", "name")[0]?.topic?.payload, "warm");
  });

  it("offers to a filter a wildcard in the place of a level where several topics are alike", () => {
    assert.deepEqual(values("home/", "filter").slice(0, 2), ["home/+/temperature", "home/hall/temperature"]);
    assert.deepEqual(values("home/", "name")[0], "home/hall/temperature");
    assert.equal(completions(house, "home/", "filter")[0]?.count, 2);
    assert.ok(!values("home/k", "filter").some((value) => value.includes("+")));
  });

  it("goes on behind wildcards, named or not, and says for how many topics they stand", () => {
    assert.deepEqual(values("home/+room/", "filter"), [
      "home/+room/+",
      "home/+room/light",
      "home/+room/temperature",
      "home/+room/light/set",
    ]);
    assert.deepEqual(values("home/+/te", "filter"), ["home/+/temperature"]);
    assert.deepEqual(values("home/+room", "filter"), values("home/+room/", "filter"));
    const [both] = completions(house, "home/+/te", "filter");
    assert.deepEqual([both?.count, both?.topic], [2, undefined]);
  });

  it("doesn't let a wildcard at the start stand for $SYS [MQTT-4.7.2-1]", () => {
    assert.ok(!values("+/br", "filter").includes("+/broker/uptime"));
    assert.deepEqual(values("$SYS/", "filter"), ["$SYS/broker/uptime"]);
  });

  it("completes a base topic by one level, which is no topic of its own", () => {
    assert.deepEqual(values("ho", "base"), ["home"]);
    assert.deepEqual(values("home/", "base"), ["home/hall", "home/kitchen"]);
    assert.deepEqual(completions(house, "home/h", "base")[0], { value: "home/hall", count: 2 });
  });

  it("keeps the group of a shared subscription, and the value with the topic", () => {
    const [first] = completions(house, "$share/crew/garden/g", "filter");
    assert.deepEqual([first?.value, first?.topic?.payload], ["$share/crew/garden/greenhouse", "warm"]);
    assert.deepEqual(values("$share/crew/gate", "filter"), ["$share/crew/garden/home/gate"]);
    assert.equal(values("$share/crew/", "filter")[0], "$share/crew/garden/greenhouse");
    assert.deepEqual(values("$share/crew", "filter"), []);
    const alike = knownTopics({ "a/state": "", "b/state": "", "$SYS/state": "" });
    assert.equal(completions(alike, "$share/crew/", "filter")[0]?.value, "$share/crew/$SYS/state");
  });

  it("has nothing for what goes no further, for a template, or for wildcards in a topic to publish to", () => {
    assert.deepEqual(values("home/#/", "filter"), []);
    assert.deepEqual(values("home/{{room}}/t", "name"), []);
    assert.deepEqual(values("home/+/t", "name"), []);
  });

  it("offers twenty at most, the nearest in whatever order they came", () => {
    const names = Array.from({ length: 500 }, (_, index) => `many/${1_499 - index}`);
    const many = knownTopics(Object.fromEntries(["many/and/more", ...names].map((name) => [name, ""])));
    for (const typed of ["m", "any"]) {
      const nearest = completions(many, typed, "filter").map(({ value }) => value);
      assert.deepEqual(nearest, names.toReversed().slice(0, 20));
    }
  });

  it("takes topics as they come", () => {
    const odd = knownTopics({ "a//b": "", "/a": "", "": "", "__proto__/constructor": "", "<img src=x>/y": "" });
    assert.deepEqual(completions(odd, "a/", "filter")[0]?.value, "a//b");
    assert.deepEqual(completions(odd, "__proto__/", "filter")[0]?.value, "__proto__/constructor");
    assert.deepEqual(completions(odd, "<img", "filter")[0]?.value, "<img src=x>/y");
  });

  function values(typed: string, kind: TopicKind): string[] {
    return completions(house, typed, kind).map(({ value }) => value);
  }
});
