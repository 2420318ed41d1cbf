import assert from "node:assert/strict";
import { QOS_LEVELS } from "../../../../nodes/lib/messages/qos";
import { coveringSet, type WantedFilter } from "../../../../nodes/lib/subscriptions/broker/covering-set";
import { covers } from "../../../../nodes/lib/topics/filter-relation";
import { isShared } from "../../../../nodes/lib/topics/topic-filter";
import { SEED, SeededRandom } from "../../seeded-random";
import { wantedFilter } from "./wanted-filter";

describe("the covering set of topic filters [MQTT 3.1.1, 3.3.5]", () => {
  it("has each filter that no other covers", () => {
    assert.deepEqual(asked("a", "b/+", "+/c", "$SYS/#"), { a: "a", "b/+": "b/+", "+/c": "+/c", "$SYS/#": "$SYS/#" });
  });

  it("has a wider filter in place of narrower ones, wherever it stands in the list", () => {
    assert.deepEqual(asked("a/b", "a/#", "a"), { "a/b": "a/#", "a/#": "a/#", a: "a/#" });
  });

  it("has the widest in place of all in a chain", () => {
    assert.deepEqual(asked("a/b", "a/+", "a/#", "#"), { "a/b": "#", "a/+": "#", "a/#": "#", "#": "#" });
  });

  it("has the first of two that say the same", () => {
    assert.deepEqual(asked("a", "#", "+/#"), { a: "#", "#": "#", "+/#": "#" });
    assert.deepEqual(asked("+/#", "a", "#"), { a: "+/#", "#": "+/#", "+/#": "+/#" });
  });

  it("leaves shared subscriptions alone: they neither cover nor are covered", () => {
    assert.deepEqual(asked("#", "$share/g/a", "$share/g/#"), {
      "#": "#",
      "$share/g/a": "$share/g/a",
      "$share/g/#": "$share/g/#",
    });
    assert.deepEqual(asked("$share/g/#", "a"), { "$share/g/#": "$share/g/#", a: "a" });
  });

  it("has a refused filter in nobody's place, and nobody in its", () => {
    const refused = wantedFilter("a/#", { isRefused: true });
    assert.deepEqual(asked(refused, "a/b"), { "a/#": "a/#", "a/b": "a/b" });
    assert.deepEqual(asked(refused, "a/b", "#"), { "a/#": "a/#", "a/b": "#", "#": "#" });
  });

  it("has a filter only in place of those with the same No Local and Retain As Published", () => {
    for (const option of [{ noLocal: true }, { retainAsPublished: true }]) {
      assert.deepEqual(asked("#", wantedFilter("a", option)), { "#": "#", a: "a" });
      assert.deepEqual(asked(wantedFilter("#", option), "a"), { "#": "#", a: "a" });
      assert.deepEqual(asked(wantedFilter("#", option), wantedFilter("a", option)), { "#": "#", a: "#" });
    }
  });

  it("has a filter in place of those with a higher QoS, since it can be asked with theirs", () => {
    assert.deepEqual(asked(wantedFilter("#", { qos: 0 }), wantedFilter("a", { qos: 2 })), { "#": "#", a: "#" });
  });

  describe("where the broker keeps messages for the session", () => {
    it("has a filter with QoS 0 only in place of others with QoS 0, for the broker would have to keep it all", () => {
      const filters = [wantedFilter("#", { qos: 0 }), wantedFilter("a", { qos: 0 }), wantedFilter("b", { qos: 1 })];
      assert.deepEqual(kept(...filters), { "#": "#", a: "#", b: "b" });
    });

    it("has a filter with QoS 1 in place of those with any QoS", () => {
      const filters = QOS_LEVELS.map((qos) => wantedFilter(`a/${qos}`, { qos }));
      assert.deepEqual(kept("#", ...filters), { "#": "#", "a/0": "#", "a/1": "#", "a/2": "#" });
    });

    it("has of two that say the same the one that may stand for the other", () => {
      assert.deepEqual(kept(wantedFilter("#", { qos: 0 }), "+/#", "a"), { "#": "+/#", "+/#": "+/#", a: "+/#" });
    });
  });

  for (const keepsSession of [false, true]) {
    const session = keepsSession ? "with" : "without";
    it(`is sufficient, and the smallest, of any filters ${session} a kept session (seed ${SEED})`, () => {
      const random = new SeededRandom();
      for (let round = 0; round < 300; round += 1) {
        const filters = generatedFilters(random);
        const inPlace = coveringSet(filters, keepsSession);
        assert.deepEqual([...inPlace.keys()], filters);
        for (const filter of filters) {
          const asked = inPlace.get(filter) ?? assert.fail();
          assert.ok(asked === filter || mayReplace(asked, filter, keepsSession), `seed ${SEED}: ${filter.wire}`);
          assert.equal(inPlace.get(asked), asked, `seed ${SEED}: ${asked.wire} has to be asked itself`);
        }
        const set = new Set(inPlace.values());
        for (const one of set) {
          const other = [...set].find((candidate) => candidate !== one && mayReplace(candidate, one, keepsSession));
          assert.equal(other, undefined, `seed ${SEED}: ${one.wire} is asked needlessly`);
        }
      }
    });
  }

  /** The rules, word by word. */
  function mayReplace(asked: WantedFilter, filter: WantedFilter, keepsSession: boolean): boolean {
    const arePlain = ![asked, filter].some(({ wire, isRefused }) => isRefused || isShared(wire));
    const areAlike = asked.noLocal === filter.noLocal && asked.retainAsPublished === filter.retainAsPublished;
    const isKeptAnyway = !keepsSession || asked.qos > 0 || filter.qos === 0;
    return arePlain && areAlike && isKeptAnyway && covers(asked.pattern, filter.pattern);
  }

  function generatedFilters(random: SeededRandom): WantedFilter[] {
    const filters = new Map<string, WantedFilter>();
    for (let number = 0; number < 20; number += 1) {
      const levels = Array.from({ length: 1 + random.below(3) }, () => random.pick(["a", "b", "$c", "+"]));
      const pattern = [...levels, ...random.pick([[], ["#"]])].join("/");
      const text = random.pick(["", "", "", "$share/g/"]) + random.pick([pattern, pattern, pattern, "#"]);
      const [noLocal, retainAsPublished, isRefused] = [random.below(4), random.below(4), random.below(6)];
      const options = {
        noLocal: noLocal === 0,
        retainAsPublished: retainAsPublished === 0,
        isRefused: isRefused === 0,
      };
      filters.set(text, wantedFilter(text, { ...options, qos: random.pick(QOS_LEVELS) }));
    }
    return [...filters.values()];
  }

  function asked(...filters: readonly (string | WantedFilter)[]): Record<string, string> {
    return namesOf(filters, false);
  }

  function kept(...filters: readonly (string | WantedFilter)[]): Record<string, string> {
    return namesOf(filters, true);
  }

  /** What is asked in whose place. */
  function namesOf(filters: readonly (string | WantedFilter)[], keepsSession: boolean): Record<string, string> {
    const wanted = filters.map((filter) => (typeof filter === "string" ? wantedFilter(filter) : filter));
    return Object.fromEntries(
      [...coveringSet(wanted, keepsSession)].map(([filter, asked]) => [filter.wire, asked.wire]),
    );
  }
});
