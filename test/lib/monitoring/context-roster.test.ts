import assert from "node:assert/strict";
import { ContextRoster, isLostWithRestart, type NodeContext } from "../../../nodes/lib/monitoring/context-roster";
import type { MqttNodeError } from "../../../nodes/lib/errors";
import type { KeptRoster } from "../../../nodes/lib/presence/devices/kept-roster";
import { ManualClock } from "../../support/manual-clock";

const LAMP: KeptRoster = {
  devices: [
    { device: "lamp", convention: "house", topic: "house/lamp/state", state: "online", since: 1, isTalkative: true },
  ],
};
const NONE: KeptRoster = { devices: [] };

describe("a roster in a node's context", () => {
  it("is what was kept there", async () => {
    const { roster, context } = keeping({ roster: LAMP });
    assert.deepEqual([await loaded(roster), context.asked], [LAMP, ["get roster"]]);
  });

  it("is nothing where nothing was kept", async () => {
    assert.equal(await loaded(keeping().roster), undefined);
  });

  it("may come later", async () => {
    const { roster, context } = keeping({ roster: LAMP });
    context.isLate = true;
    const coming = loaded(roster);
    assert.equal(await Promise.race([coming, turn("not yet")]), "not yet");
    context.answer();
    assert.deepEqual(await coming, LAMP);
  });

  it("is written five seconds after the first change, as it is then", () => {
    const { roster, context, clock } = keeping();
    let kept = NONE;
    roster.changed(() => kept);
    clock.advance(4_000);
    kept = LAMP;
    roster.changed(() => kept);
    clock.advance(999);
    assert.deepEqual(context.asked, []);
    clock.advance(1);
    assert.deepEqual([context.asked, context.values["roster"], clock.pending], [["set roster"], LAMP, 0]);
  });

  it("is written again after the next change", () => {
    const { roster, context, clock } = keeping();
    roster.changed(() => LAMP);
    clock.advance(5_000);
    roster.changed(() => NONE);
    clock.advance(5_000);
    assert.deepEqual([context.asked.length, context.values["roster"]], [2, NONE]);
  });

  it("is written at once when the node is closed, and not once more", async () => {
    const { roster, context, clock } = keeping();
    roster.changed(() => NONE);
    await saved(roster, LAMP);
    assert.deepEqual([context.values["roster"], context.asked, clock.pending], [LAMP, ["set roster"], 0]);
  });

  it("holds the close up until it is written", async () => {
    const { roster, context } = keeping();
    context.isLate = true;
    const saving = saved(roster, LAMP);
    assert.equal(await Promise.race([saving, turn("not yet")]), "not yet");
    context.answer();
    await saving;
  });

  for (const [how, broken] of [
    ["answers with an error", { error: new Error("disk full") }],
    ["answers with what is no error", { error: "disk full" }],
    ["throws", { thrown: new Error("disk full") }],
  ] as const) {
    it(`is nothing where the store ${how}, of which a person is told`, async () => {
      const { roster, context, problems } = keeping({ roster: LAMP });
      Object.assign(context, broken);
      assert.equal(await loaded(roster), undefined);
      assert.deepEqual(problems, [["roster-failed", { detail: "disk full" }]]);
    });

    it(`doesn't hold the close up where the store ${how}`, async () => {
      const { roster, context, problems } = keeping();
      Object.assign(context, broken);
      await saved(roster, LAMP);
      assert.equal(problems.length, 1);
    });
  }

  it("comes once, whatever the store does", async () => {
    const context: NodeContext = {
      get: (_key, _store, answered) => {
        answered(null, LAMP);
        answered(null, NONE);
        throw new Error("late");
      },
      set: () => undefined,
    };
    const problems: unknown[] = [];
    const rosters: unknown[] = [];
    const roster = new ContextRoster(context, new ManualClock(), (error) => problems.push(error));
    roster.load((stored) => rosters.push(stored));
    await turn();
    assert.deepEqual([rosters, problems], [[LAMP], []]);
  });

  function loaded(roster: ContextRoster): Promise<unknown> {
    return new Promise((resolve) => roster.load(resolve));
  }

  function saved(roster: ContextRoster, kept: KeptRoster): Promise<void> {
    return new Promise((resolve) => roster.save(kept, resolve));
  }

  /** All that can come without anybody's doing has come. */
  function turn<T>(value?: T): Promise<T | undefined> {
    return new Promise((resolve) => setImmediate(() => resolve(value)));
  }

  function keeping(values: Record<string, unknown> = {}) {
    const context = new FakeContext(values);
    const clock = new ManualClock();
    const problems: unknown[] = [];
    const noted = ({ code, values: told }: MqttNodeError): void => void problems.push([code, told]);
    return { context, clock, problems, roster: new ContextRoster(context, clock, noted) };
  }
});

describe("whether a roster is lost with a restart", () => {
  for (const [storage, isLost] of [
    [undefined, true],
    [{}, true],
    [{ default: { module: "memory" } }, true],
    [{ default: { module: "localfilesystem" } }, false],
    [{ default: {} }, false],
    [{ default: "disk", disk: { module: "localfilesystem" } }, false],
    [{ default: "ram", ram: { module: "memory" } }, true],
    [{ default: "nowhere" }, true],
    [{ disk: { module: "localfilesystem" } }, true],
  ] as const) {
    it(`is ${isLost ? "so" : "not so"} with ${JSON.stringify(storage)}`, () => {
      assert.equal(isLostWithRestart(storage), isLost);
    });
  }
});

/** A context of a store that answers at once, unless it is late or broken. */
class FakeContext implements NodeContext {
  readonly values: Record<string, unknown>;
  readonly asked: string[] = [];
  isLate = false;
  error: unknown;
  thrown: Error | undefined;
  #answers: (() => void)[] = [];

  constructor(values: Record<string, unknown>) {
    this.values = values;
  }

  get(key: string, _store: undefined, answered: (error: unknown, value?: unknown) => void): void {
    this.#do(`get ${key}`, () => (this.error === undefined ? answered(null, this.values[key]) : answered(this.error)));
  }

  set(key: string, value: unknown, _store: undefined, written: (error?: unknown) => void): void {
    this.#do(`set ${key}`, () => {
      if (this.error === undefined) this.values[key] = value;
      written(this.error);
    });
  }

  answer(): void {
    for (const answer of this.#answers.splice(0)) answer();
  }

  #do(what: string, answer: () => void): void {
    this.asked.push(what);
    if (this.thrown !== undefined) throw this.thrown;
    if (this.isLate) this.#answers.push(answer);
    else answer();
  }
}
