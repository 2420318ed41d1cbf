import assert from "node:assert/strict";
import { sharedOverlaps } from "../../../../nodes/lib/subscriptions/broker/covering-set";
import { wantedFilter } from "./wanted-filter";

describe("a shared subscription", () => {
  it("may stand beside filters that it doesn't meet", () => {
    assert.deepEqual(overlaps("$share/g/a/+", "a", "b/#", "$share/h/c", "$SYS/#"), {});
  });

  it("is named with a filter that it meets, before it or behind it", () => {
    assert.deepEqual(overlaps("$share/g/a/+", "+/b"), { "$share/g/a/+": "+/b" });
    assert.deepEqual(overlaps("+/b", "$share/g/a/+"), { "$share/g/a/+": "+/b" });
  });

  it("is named if it meets an earlier one, of its group or of another", () => {
    assert.deepEqual(overlaps("$share/g/a", "$share/h/a"), { "$share/h/a": "$share/g/a" });
    assert.deepEqual(overlaps("$share/g/a/#", "$share/g/+/b"), { "$share/g/+/b": "$share/g/a/#" });
  });

  it("may stand beside one that is itself named, for that one isn't asked", () => {
    assert.deepEqual(overlaps("$share/g/+/b", "$share/g/a/b", "c/b"), { "$share/g/+/b": "c/b" });
  });

  it("is never met by filters for system topics unless it is one", () => {
    assert.deepEqual(overlaps("$share/g/#", "$SYS/#"), {});
    assert.deepEqual(overlaps("$share/g/$SYS/+", "$SYS/a"), { "$share/g/$SYS/+": "$SYS/a" });
  });

  it("is the only kind that is named", () => {
    assert.deepEqual(overlaps("a/+", "+/b", "#"), {});
  });

  /** Which shared subscription meets which filter. */
  function overlaps(...filters: readonly string[]): Record<string, string> {
    const found = sharedOverlaps(filters.map((filter) => wantedFilter(filter)));
    return Object.fromEntries([...found].map(([shared, other]) => [shared.wire, other.wire]));
  }
});
