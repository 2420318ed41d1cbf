import assert from "node:assert/strict";
import { topicsOfOthers, type CompletionSource } from "../../../../../nodes/lib/editor/topics/known/other-sources";

const node = { id: "input" };

/** Nobody has to wait for what never comes. */
const atOnce = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("Topics from other plugins", () => {
  it("are asked for with what was typed and the node, and taken at once or later", async () => {
    const asked: unknown[] = [];
    const now: CompletionSource = {
      getCompletions: (...question) => {
        asked.push(question);
        return ["home/a", "home/b"];
      },
    };
    const later: CompletionSource = { getCompletions: () => Promise.resolve(["home/b", "home/c"]) };
    assert.deepEqual(await topics([now, later], "home"), ["home/a", "home/b", "home/c"]);
    assert.deepEqual(asked, [["home", { node }]]);
  });

  it("are those in which the text stands", async () => {
    assert.deepEqual(await topics([source(["Home/a", "garden"])], "home"), ["Home/a"]);
  });

  for (const [what, answer] of [
    ["throws", () => assert.fail("broken")],
    ["rejects", () => Promise.reject(new Error("broken"))],
    ["never answers", () => new Promise(() => undefined)],
    ["answers no list", () => "home/a"],
    ["answers nothing", () => undefined],
    ["answers a list of other things", () => [1, null, { toString: () => "home/a" }, ["home/a"]]],
  ] as const) {
    it(`are none of a source that ${what}, and those of the others`, async () => {
      assert.deepEqual(await topics([{ getCompletions: answer }, source(["home/b"])], "home"), ["home/b"]);
    });
  }

  it("are twenty at most", async () => {
    const many = Array.from({ length: 100_000 }, (_, index) => `home/${index}`);
    assert.equal((await topics([source(many)], "home")).length, 20);
  });

  function topics(sources: readonly CompletionSource[], typed: string): Promise<string[]> {
    return topicsOfOthers(sources, typed, node, atOnce);
  }

  function source(answer: readonly string[]): CompletionSource {
    return { getCompletions: () => answer };
  }
});
