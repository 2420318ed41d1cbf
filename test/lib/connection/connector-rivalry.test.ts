import assert from "node:assert/strict";
import { Connector, type ConnectorEvents } from "../../../nodes/lib/connection/connector";
import type { ConnectionState } from "../../../nodes/lib/connection/state";
import { ManualClock } from "../../support/manual-clock";
import { SEED, SeededRandom } from "../seeded-random";
import { ConnectorBench } from "./connector-bench";
import { FakeLink } from "./fake-link";
import { settingsOf } from "./settings/saved-connection";

const MINUTE = 60_000;

describe("a connector whose client id another client uses", () => {
  it("says so, waits up to the longest time it may wait, and says so while it is connected", () => {
    const bench = contested();
    assert.deepEqual(bench.takeLog(), ["-", "waiting 3 30000 (client-id-contested)"]);
    bench.clock.advance(30_000);
    bench.network.last.accept();
    const state = bench.states.at(-1);
    assert.ok(state?.name === "connected");
    assert.equal(state.session.contested?.code, "client-id-contested");
    bench.clock.advance(50_000);
    bench.takeLog();
    bench.network.last.close();
    assert.deepEqual(bench.takeLog(), ["-", "waiting 4 30000 (client-id-contested)"]);
  });

  it("isn't seen where a message of ours made the broker close, and no longer where it was", () => {
    const bench = new ConnectorBench({ uri: "mqtt://a" });
    bench.connector.open();
    for (let times = 0; times < 20; times += 1) {
      // Every third is the message's fault.
      bench.isOurs = times % 3 === 2;
      bench.network.last.accept();
      bench.network.last.close();
      bench.clock.advance(5_000);
    }
    assert.doesNotMatch(bench.log.join(), /client-id-contested/);
  });

  it("counts a session that ended as soon as the broker had accepted us", () => {
    const bench = new ConnectorBench({ uri: "mqtt://a" });
    bench.connector.open();
    for (let times = 0; times < 2; times += 1) {
      bench.network.last.accept();
      bench.network.last.close();
      bench.clock.advance(5_000);
    }
    bench.network.last.close("connection-lost", "accepted");
    bench.clock.advance(5_000);
    bench.network.last.accept();
    bench.takeLog();
    bench.network.last.close();
    assert.match(bench.log.join(), /client-id-contested/);
  });

  it("takes it for gone after a session of twice that time, without being asked", () => {
    const bench = contested();
    bench.clock.advance(30_000);
    bench.network.last.accept();
    bench.takeLog();
    bench.clock.advance(2 * MINUTE - 1);
    assert.deepEqual(bench.takeLog(), []);
    bench.clock.advance(1);
    const state = bench.states.at(-1);
    assert.ok(state?.name === "connected");
    assert.equal(state.session.contested, undefined);
    assert.deepEqual(bench.takeLog(), ["connected"]);
    assert.equal(bench.clock.pending, 0);
    bench.network.last.close();
    assert.deepEqual(bench.takeLog(), ["-", "waiting 1 500 (connection-lost)"]);
  });

  it("doesn't say so any more when it is opened again after that", () => {
    const bench = contested();
    bench.clock.advance(30_000);
    bench.network.last.accept();
    bench.clock.advance(2 * MINUTE);
    bench.connector.close(() => bench.connector.open());
    bench.network.last.close();
    bench.network.last.accept();
    const state = bench.states.at(-1);
    assert.ok(state?.name === "connected");
    assert.equal(state.session.contested, undefined);
  });

  it("doesn't take a broker that refuses or can't be reached in between for one", () => {
    for (const code of ["bad-credentials", "connection-refused", "host-not-found"] as const) {
      const bench = contested();
      bench.clock.advance(30_000);
      bench.network.last.close(code, "not up");
      bench.clock.advance(MINUTE);
      bench.network.last.accept();
      const state = bench.states.at(-1);
      assert.ok(state?.name === "connected");
      assert.equal(state.session.contested, undefined);
    }
  });

  it("leaves no timer when it is closed meanwhile, or lost", () => {
    const bench = contested();
    bench.clock.advance(30_000);
    bench.network.last.accept();
    bench.network.last.close();
    assert.equal(bench.clock.pending, 1);
    bench.clock.advance(30_000);
    bench.network.last.accept();
    bench.connector.close(() => undefined);
    bench.network.last.close();
    assert.equal(bench.clock.pending, 0);
  });

  /** Three sessions were lost within a minute. */
  function contested(): ConnectorBench {
    const bench = new ConnectorBench({ uri: "mqtt://a", reconnectMax: 60 });
    bench.connector.open();
    for (let times = 0; times < 3; times += 1) {
      bench.clock.advance(1_000);
      bench.network.last.accept();
      bench.takeLog();
      bench.network.last.close();
    }
    return bench;
  }
});

/** A broker that accepts everybody at once, and closes the session that the client id had [MQTT-3.1.4-3]. */
class Arena {
  readonly clock = new ManualClock();
  /** When somebody logged in. */
  readonly logins: number[] = [];
  readonly states: ConnectionState[][] = [];
  /** When each of them was first sure, or as good as sure, of the other. */
  readonly recognised: (number | undefined)[] = [];
  readonly connectors: Connector[] = [];
  #holder: FakeLink | undefined;

  /** @param reason how the broker ends a session */
  constructor(random: SeededRandom, reason: "connection-lost" | "session-taken-over", clients: number) {
    for (let client = 0; client < clients; client += 1) {
      const states: ConnectionState[] = [];
      this.states.push(states);
      const events: ConnectorEvents = {
        stateChanged: (state) => {
          states.push(state);
          if (state.name === "waiting" && isContested(state.cause.code)) this.recognised[client] ??= this.clock.now();
        },
        connected: () => undefined,
        lost: () => false,
        received: () => 0,
        acknowledged: () => undefined,
        publishReceived: () => undefined,
        writable: () => undefined,
      };
      const open = (...given: ConstructorParameters<typeof FakeLink>): FakeLink => {
        const link = new FakeLink(...given);
        this.clock.after(20 + random.below(50), () => {
          this.logins.push(this.clock.now());
          const loser = this.#holder;
          this.#holder = link;
          link.accept();
          if (loser?.isAlive === true) loser.close(reason);
        });
        return link;
      };
      const chance = (): number => random.below(1_000_000) / 1_000_000;
      this.connectors.push(new Connector(settingsOf({ uri: "mqtt://a" }), events, open, this.clock, chance));
    }
  }

  /** Logins within some time from a moment on. */
  rate(from: number, milliseconds: number): number {
    return this.logins.filter((login) => login >= from && login < from + milliseconds).length;
  }
}

function isContested(code: string): boolean {
  return code === "client-id-contested" || code === "session-taken-over";
}

describe("two Node-REDs with one client id", () => {
  for (const reason of ["connection-lost", "session-taken-over"] as const) {
    it(`are recognised within a minute and log in ever less, told by ${reason} (seed ${SEED})`, () => {
      for (let round = 0; round < 100; round += 1) {
        const arena = new Arena(new SeededRandom(SEED + round), reason, 2);
        const [first, second] = arena.connectors;
        first?.open();
        // The first has been connected for long when the second comes.
        arena.clock.advance(10 * MINUTE);
        const begin = arena.clock.now();
        second?.open();
        arena.clock.advance(60 * MINUTE);
        const context = `TEST_SEED=${SEED + round}`;
        const recognised = arena.recognised.filter((when) => when !== undefined);
        const soon = Math.min(...recognised) - begin;
        assert.ok(soon < MINUTE, `after ${soon} ms, ${context}`);
        // The one that waits longer now is a rare visitor for the other, which takes a while to be sure.
        assert.equal(recognised.length, 2, context);
        // Each of the two waits half a minute on average.
        const later = arena.rate(begin + 5 * MINUTE, 55 * MINUTE);
        assert.ok(later < 55 * 3, `${later} logins in 55 minutes, ${context}`);
        assert.ok(later < 55 * arena.rate(begin, MINUTE), context);
      }
    }).timeout(30_000);
  }

  it(`are at peace soon after one of them is gone (seed ${SEED})`, () => {
    for (let round = 0; round < 50; round += 1) {
      const arena = new Arena(new SeededRandom(SEED + round), "connection-lost", 2);
      for (const connector of arena.connectors) connector.open();
      arena.clock.advance(10 * MINUTE);
      arena.connectors[1]?.close(() => undefined);
      arena.clock.advance(4 * MINUTE);
      const state = arena.states[0]?.at(-1);
      assert.ok(state?.name === "connected" && state.session.contested === undefined, `TEST_SEED=${SEED + round}`);
    }
  });
});
