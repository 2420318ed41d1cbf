import assert from "node:assert/strict";
import { Presence } from "../../../nodes/lib/presence/presence";
import type { PresenceSettings } from "../../../nodes/lib/presence/presence-settings";
import type { PresentState } from "../../../nodes/lib/presence/devices/roster";
import type { DeviceState, Transition, TransitionReason } from "../../../nodes/lib/presence/devices/transition";
import { SEED, SeededRandom } from "../seeded-random";
import { FakeHost } from "./fake-host";
import { FAMILY, HOUSE } from "./house";
import { message, settingsOf, WallClock } from "./presence-bench";

const SEQUENCES = 100_000;
const DEVICES = ["hub", "lamp", "cat"];
const PAYLOADS = ["online", "online", "offline", "offline", "asleep", "unsure", "gibberish", ""];

/** The states that a reason can lead to; what a device says and what its parents do may lead to any. */
const LEADS_TO: Readonly<Partial<Record<TransitionReason, DeviceState>>> = {
  timeout: "stale",
  activity: "online",
  broker: "unknown",
  command: "removed",
};

describe("the presence of devices, whatever happens", () => {
  it(`is told without contradictions, in ${SEQUENCES} sequences of events (seed ${SEED})`, () => {
    const random = new SeededRandom();
    for (let sequence = 0; sequence < SEQUENCES; sequence += 1) {
      const witness = new Witness(random);
      try {
        witness.see();
      } catch (error) {
        assert.fail(`seed ${SEED}, sequence ${sequence}: ${witness.story.join(", ")}: ${String(error)}`);
      }
    }
  }).timeout(60_000);
});

/** Makes things happen, and believes nothing that it is told. */
class Witness {
  readonly story: string[] = [];
  readonly #random: SeededRandom;
  readonly #settings: PresenceSettings;
  readonly #clock = new WallClock();
  readonly #host = new FakeHost();
  /** What follows from the transitions alone. */
  readonly #states = new Map<string, DeviceState>();
  /** Those of before a restart, of which nothing is known yet. */
  readonly #kept = new Map<string, DeviceState>();
  /** When a device last said something else than that it is offline. */
  readonly #otherwise = new Map<string, number>();
  /** Devices that have said how they are since the last start. */
  readonly #told = new Set<string>();
  #presence: Presence;
  #isConnected = true;
  #isSnapshot = false;

  constructor(random: SeededRandom) {
    this.#random = random;
    this.#settings = settingsOf({
      conventions: [random.pick([HOUSE, FAMILY])],
      grace: random.pick([0, 0, 20]),
      heartbeat: random.pick([0, 30]),
      areTalkative: random.pick([true, false]),
    });
    this.#host.changed = (transition) => this.#check(transition);
    this.#presence = new Presence(this.#settings, this.#host, this.#clock);
    this.#presence.connected();
  }

  see(): void {
    for (let left = 5 + this.#random.below(this.#random.pick([6, 16, 26])); left > 0; left -= 1) {
      this.#happen();
      this.#checkFamily();
    }
    this.#checkRoster();
    this.#presence.close();
    assert.equal(this.#clock.pending, 0, "something is due after the close");
  }

  #happen(): void {
    const device = this.#random.pick(DEVICES);
    switch (this.#random.below(16)) {
      case 0:
        return this.#lose();
      case 1:
        return this.#tell("forget", device, () => this.#presence.forget(device));
      case 2:
        return this.#restart();
      case 3:
        return this.#deploy();
      case 4:
        return this.#setClock();
      case 5:
      case 6:
      case 7:
        return this.#wait(this.#random.pick([1, 19, 20, 30]));
      case 8:
      case 9:
        return this.#hear(device, "data", "21.5");
      default:
        return this.#hear(device, "state", this.#random.pick(PAYLOADS));
    }
  }

  #hear(device: string, level: string, payload: string): void {
    if (!this.#isConnected) return;
    const freshness = this.#random.pick(["new", "new", "kept", "either"]);
    const isState = level === "state";
    const isHeard = isState ? freshness !== "kept" : freshness === "new" && this.#settings.heartbeat > 0;
    if (isState) this.#told.add(device);
    if (isHeard && payload !== "offline") this.#otherwise.set(device, this.#clock.now());
    this.#isSnapshot = freshness !== "new";
    this.#tell(`${freshness} ${level}`, `${device}:${payload}`, () =>
      this.#presence.receive(message(`house/${device}/${level}`, payload, freshness !== "new"), freshness !== "kept"),
    );
    this.#isSnapshot = false;
  }

  /** Only who was stale before is known to be so at once. */
  #connect(): void {
    const known = this.#states.size;
    this.#isConnected = this.#isSnapshot = true;
    this.#presence.connected();
    this.#isSnapshot = false;
    assert.equal(this.#states.size, known);
    assert.ok([...this.#states.values()].every((state) => state === "unknown" || state === "stale"));
  }

  #lose(): void {
    this.#tell("lose", "", () => {
      this.#isConnected = false;
      this.#presence.lost();
      assert.ok([...this.#states.values()].every((state) => state === "unknown"));
    });
    this.#wait(this.#random.pick([0, 1, 40]));
    this.#tell("find", "", () => this.#connect());
    for (const device of DEVICES) this.#otherwise.set(device, this.#clock.now());
  }

  #restart(): void {
    this.#tell("restart", "", () => {
      this.#checkRoster();
      const stored: unknown = JSON.parse(JSON.stringify(this.#presence.kept()));
      this.#presence.close();
      this.#kept.clear();
      for (const { device, state } of this.#presence.kept().devices) this.#kept.set(device, state);
      for (const device of this.#states.keys()) this.#states.set(device, "unknown");
      this.#presence = new Presence(this.#settings, this.#host, this.#clock);
      this.#presence.restore(stored);
      this.#connect();
    });
    this.#told.clear();
    for (const device of DEVICES) this.#otherwise.set(device, this.#clock.now());
  }

  #deploy(): void {
    this.#tell("deploy", "", () => {
      this.#presence.pause();
      assert.equal(this.#clock.pending, 0, "something is due in a pause");
      this.#clock.advance(this.#random.pick([0, 25_000]));
      this.#presence.resume(this.#host);
      this.#clock.advance(0);
    });
  }

  #setClock(): void {
    this.#clock.set = this.#random.pick([-1, 0, 1]) * 3_600_000;
    this.story.push(`set ${this.#clock.set}`);
  }

  #wait(seconds: number): void {
    this.#tell("wait", String(seconds), () => this.#clock.advance(seconds * 1_000));
  }

  #tell(what: string, of: string, happen: () => void): void {
    this.story.push(`${what} ${of}`);
    happen();
  }

  #check({ device, state, previous, since, duration, reason, initial }: Transition): void {
    const told = this.#states.get(device) ?? "unknown";
    const kept = this.#kept.get(device);
    assert.notEqual(state, previous, "it stood so");
    if (previous !== told) assert.deepEqual([told, previous], ["unknown", kept], "it stood otherwise");
    if (state !== "unknown") this.#kept.delete(device);
    assert.ok(duration >= 0 && Number.isSafeInteger(since), `${duration} since ${since}`);
    assert.ok([undefined, state].includes(LEADS_TO[reason]), `${state} by ${reason}`);
    if (!this.#isConnected) assert.ok(state === "unknown", "nothing can be known");
    if (initial) assert.ok(this.#isSnapshot, "an event is no snapshot");
    if (state === "offline" && reason === "reported" && !initial) this.#checkGrace(device);
    this.#states.set(device, state);
    if (state === "removed") this.#states.delete(device);
  }

  #checkGrace(device: string): void {
    const lasted = this.#clock.now() - (this.#otherwise.get(device) ?? 0);
    assert.ok(lasted >= this.#settings.grace * 1_000, `${device} was offline for ${lasted} ms only`);
  }

  #checkFamily(): void {
    if (!this.#settings.conventions.includes(FAMILY) || this.#states.get("hub") !== "offline") return;
    for (const [device, state] of this.#states) {
      if (device !== "hub" && this.#told.has(device)) assert.equal(state, "unknown", `${device} can't be reached`);
    }
  }

  /** A device of which nothing was ever told is unknown. */
  #checkRoster(): void {
    const { devices, ...counts } = this.#presence.list();
    const counted = { online: 0, offline: 0, unknown: 0, sleeping: 0, stale: 0 };
    for (const [device, { state }] of Object.entries(devices)) {
      counted[state as PresentState] += 1;
      assert.equal(state, this.#states.get(device) ?? "unknown", `of ${device} something else was told`);
    }
    assert.deepEqual(counts, counted);
    assert.ok([...this.#states.keys()].every((device) => Object.hasOwn(devices, device)));
  }
}
