import assert from "node:assert/strict";
import { Presence } from "../../../nodes/lib/presence/presence";
import type { Transition } from "../../../nodes/lib/presence/devices/transition";
import { ManualClock } from "../../support/manual-clock";
import { SEED, SeededRandom } from "../seeded-random";
import { NaivePresence, type Freshness, type Word } from "./naive-presence";
import { FakeHost } from "./fake-host";
import { FAMILY, HOUSE } from "./house";
import { message, settingsOf } from "./presence-bench";

const SEQUENCES = 5_000;
const DEVICES = ["hub", "lamp", "cat"];
const SAID: Readonly<Record<string, Word>> = {
  online: "online",
  offline: "offline",
  asleep: "sleeping",
  unsure: "unknown",
  gibberish: "unknown",
};
const BEGINNING = new ManualClock().date();

describe("the presence of devices compared with what follows from all that was ever heard", () => {
  it(`is told the same, in ${SEQUENCES} sequences of events (seed ${SEED})`, () => {
    const random = new SeededRandom();
    for (let sequence = 0; sequence < SEQUENCES; sequence += 1) {
      const pair = new Pair(random);
      try {
        for (let left = 5 + random.below(20); left > 0; left -= 1) pair.happen();
      } catch (error) {
        assert.fail(`seed ${SEED}, sequence ${sequence}: ${pair.story.join(", ")}: ${String(error)}`);
      }
    }
  }).timeout(60_000);
});

/** The presence and the naive one, of which both hear the same. */
class Pair {
  readonly story: string[] = [];
  readonly #random: SeededRandom;
  readonly #settings;
  readonly #clock = new ManualClock();
  readonly #host = new FakeHost();
  readonly #naive: NaivePresence;
  #presence: Presence;

  constructor(random: SeededRandom) {
    this.#random = random;
    const convention = random.pick([HOUSE, FAMILY]);
    // Nothing of the one is ever due when something of the other is.
    const patience = { grace: random.pick([0, 20]), heartbeat: random.pick([0, 30.001]) };
    const areTalkative = random.pick([true, false]);
    this.#settings = settingsOf({ conventions: [convention], ...patience, areTalkative });
    this.#presence = new Presence(this.#settings, this.#host, this.#clock);
    this.#naive = new NaivePresence({ ...patience, areTalkative }, convention === FAMILY ? "hub" : undefined);
    this.#presence.connected();
  }

  happen(): void {
    this.#wait(this.#random.pick([0.01, 0.01, 1, 10, 19, 25, 60]));
    const device = this.#random.pick(DEVICES);
    switch (this.#random.below(14)) {
      case 0:
        return this.#lose();
      case 1:
        return this.#remove("forget", device, () => this.#presence.forget(device));
      case 2:
        return this.#remove("remove", device, () => this.#presence.receive(message(`house/${device}/state`, "")));
      case 3:
        return this.#restart();
      case 4:
        return this.#deploy();
      case 5:
      case 6:
      case 7:
        return this.#activity(device);
      default:
        return this.#say(device, this.#random.pick(Object.keys(SAID)), this.#random.pick(["new", "kept", "either"]));
    }
  }

  #say(device: string, payload: string, freshness: Freshness): void {
    this.#compare(`${freshness} ${device}:${payload}`, () => {
      const said = message(`house/${device}/state`, payload, freshness !== "new");
      this.#presence.receive(said, freshness !== "kept");
      this.#naive.hear(device, SAID[payload] ?? "unknown", freshness);
    });
  }

  #activity(device: string): void {
    this.#compare(`data ${device}`, () => {
      this.#presence.receive(message(`house/${device}/data`, "21.5"));
      if (this.#settings.heartbeat > 0) this.#naive.hear(device, "sign", "new");
    });
  }

  #lose(): void {
    this.#compare("lose", () => {
      this.#presence.lost();
      this.#naive.lose();
    });
    this.#wait(this.#random.pick([1, 60]));
    this.#compare("find", () => {
      this.#presence.connected();
      this.#naive.find();
    });
  }

  #remove(what: string, device: string, remove: () => void): void {
    this.#compare(`${what} ${device}`, () => {
      remove();
      this.#naive.remove(device);
    });
  }

  #restart(): void {
    this.#compare("restart", () => {
      const kept = this.#presence.kept();
      this.#presence.close();
      this.#presence = new Presence(this.#settings, this.#host, this.#clock);
      this.#presence.restore(kept);
      this.#presence.connected();
      this.#naive.restart();
    });
  }

  #deploy(): void {
    this.#compare("deploy", () => {
      this.#presence.pause();
      this.#presence.resume(this.#host);
    });
  }

  #wait(seconds: number): void {
    this.#compare(`wait ${seconds}`, () => {
      this.#clock.advance(seconds * 1_000);
      this.#naive.wait(seconds * 1_000);
    });
  }

  #compare(what: string, happen: () => void): void {
    this.story.push(what);
    happen();
    const told = this.#host.transitions.splice(0).map(textOf);
    // Who is told of first, of a family, is nobody's concern.
    assert.deepEqual(told.sort(), this.#naive.told.splice(0).sort());
    const { devices } = this.#presence.list();
    assert.deepEqual(
      Object.fromEntries(Object.entries(devices).map(([device, { state }]) => [device, state])),
      this.#naive.states,
    );
  }
}

function textOf({ device, state, since, previous, initial }: Transition): string {
  return `${device} ${state} since ${since - BEGINNING}, was ${previous}${initial ? " initially" : ""}`;
}
