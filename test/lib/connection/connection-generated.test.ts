import assert from "node:assert/strict";
import { Connection } from "../../../nodes/lib/connection/connection";
import type { CommandEnded } from "../../../nodes/lib/connection/connect-commands";
import type { ConnectionSettings } from "../../../nodes/lib/connection/settings/connect-settings";
import type { ConnectionState } from "../../../nodes/lib/connection/state";
import { ManualClock } from "../../support/manual-clock";
import { FakeSender, publication } from "../outbox/fake-transport";
import { SEED, SeededRandom } from "../seeded-random";
import { createSubscriptions, FakeSubscriber } from "../subscriptions/fake-subscriber";
import { createOutbox, FakeUser } from "./connection-bench";
import { FakeNetwork, type FakeLink } from "./fake-link";
import { settingsOf } from "./settings/saved-connection";

const STEPS = 150;
const CAUSES = ["connection-lost", "session-taken-over", "bad-credentials", "keepalive-timeout"] as const;
const BIRTH = [{ topic: "birth", qos: 1 }];

/** Which states may follow which: a session is lost or ends, everything else needs an attempt first. */
const FOLLOWING: Readonly<Record<ConnectionState["name"], readonly ConnectionState["name"][]>> = {
  closed: ["connecting"],
  connecting: ["connecting", "connected", "waiting", "refused", "closing"],
  connected: ["connected", "waiting", "refused", "closing", "closed"],
  waiting: ["connecting", "closed"],
  refused: ["connecting", "closed"],
  closing: ["closed"],
};

const SENDER = new FakeSender();

/** Does at random what flows, deploys, brokers and networks do to a connection, and keeps count. */
class Turmoil {
  readonly #random: SeededRandom;
  readonly #clock = new ManualClock();
  readonly #network = new FakeNetwork();
  readonly #connection: Connection;
  readonly #users: FakeUser[] = [];
  readonly #subscribers: FakeSubscriber[] = [];
  readonly #settings = [
    settingsOf({ uri: "mqtt://a,mqtt://b", birth: BIRTH, close: { topic: "close", qos: 1 } }),
    settingsOf({ uri: "mqtt://c", birth: BIRTH, close: { topic: "close" } }),
  ];
  /** How often each message and each command has ended. */
  readonly ends: number[] = [];
  /** What must never happen. */
  readonly wrongs: string[] = [];
  #state: ConnectionState["name"] = "closed";
  #depth = 0;

  constructor(random: SeededRandom) {
    this.#random = random;
    const close = random.pick([null, { topic: "close", qos: random.below(3) }]);
    const saved = { birth: BIRTH, close, autoConnect: random.below(3) > 0, reconnectMax: 5 };
    const storage = random.below(3) > 0 ? "memory" : "off";
    const limits = { limit: 20, bytes: 9_999, overflow: "reject", queueQos0: true, ttl: 0, drainRate: 0 } as const;
    this.#connection = new Connection(settingsOf(saved), {
      outbox: createOutbox({ storage, ...limits }, this.#clock),
      subscriptions: createSubscriptions(0, this.#clock),
      openLink: (settings, incoming, events) => this.#dialled(this.#network.open(settings, incoming, events)),
      clock: this.#clock,
      random: () => random.below(1_000) / 1_000,
    });
    this.#connection.observe({
      stateChanged: ({ name }) => this.#stateIs(name),
      announcementFailed: () => undefined,
      messageFailed: () => undefined,
      troubled: () => undefined,
    });
  }

  step(): void {
    const choice = this.#random.below(30);
    if (choice < 4) this.#publish();
    else if (choice < 8) this.#comeOrGo();
    else if (choice < 11) this.#command();
    else if (choice < 13) this.#deploy();
    else if (choice < 24) this.#network.links.slice(-1).forEach((link) => this.#happenTo(link));
    else this.#clock.advance(this.#random.pick([0, 0, 100, 500, 2_000, 70_000]));
  }

  /** Closes, and lets pass whatever the links still need. */
  close(): void {
    this.#connection.close(this.#ending());
    for (let round = 0; round < 10; round += 1) {
      const { asked, isAlive } = this.#network.links.at(-1) ?? { asked: [], isAlive: false };
      if (isAlive && asked.includes("destroy")) this.#network.last.close();
      this.#clock.advance(500);
    }
    this.#connection.connect(undefined, false, this.#ending());
    this.#connection.connect(this.#settings[0], true, this.#ending());
    this.#connection.disconnect(this.#ending());
    if (this.#clock.pending > 0) this.wrongs.push("a timer is left");
    if (this.#network.links.some(({ isAlive }) => isAlive)) this.wrongs.push("a link is left");
    if (this.#state !== "closed") this.wrongs.push(`it is ${this.#state} in the end`);
  }

  #ending(): () => void {
    const number = this.ends.push(0) - 1;
    return () => {
      this.ends[number] = (this.ends[number] ?? 0) + 1;
      this.#answerAtOnce();
    };
  }

  /** A flow may act on the end of a message before anything else happens. */
  #answerAtOnce(): void {
    if (this.#depth > 2 || this.#random.below(8) > 0) return;
    this.#depth += 1;
    if (this.#random.below(2) === 0) this.#command();
    else this.#publish();
    this.#depth -= 1;
  }

  #publish(): void {
    const message = publication("a", this.#random.pick([0, 1, 2]));
    this.#connection.publish(message, SENDER, this.#ending());
  }

  #comeOrGo(): void {
    if (this.#random.below(2) === 0) this.#come();
    else this.#go();
  }

  #come(): void {
    const user = new FakeUser();
    this.#users.push(user);
    this.#connection.join(user);
    const subscriber = new FakeSubscriber(this.#random.pick(["a", "b"]), 1, this.#random.pick(["x", "y"]));
    this.#subscribers.push(subscriber);
    this.#connection.subscribe(subscriber);
  }

  #go(): void {
    const [user, subscriber] = [this.#users.pop(), this.#subscribers.pop()];
    if (user === undefined || subscriber === undefined) return;
    this.#connection.unsubscribe(subscriber);
    this.#connection.leave(user);
  }

  #command(): void {
    const [choice, force] = [this.#random.below(5), this.#random.below(2) === 0];
    if (choice < 2) this.#connection.disconnect(this.#ending());
    else if (choice === 2) this.#connection.connect(undefined, force, this.#connected(this.#ending()));
    else this.#connectTo(this.#random.pick(this.#settings), force);
  }

  #connectTo(settings: ConnectionSettings, force: boolean): void {
    const addresses = settings.brokers.map(({ address }) => address);
    const ended = this.#ending();
    const connected = this.#connected((error) => {
      const { address } = this.#network.links.at(-1)?.settings ?? { address: "nowhere" };
      if (error === undefined && !addresses.includes(address)) this.wrongs.push(`connected to ${address}`);
      ended();
    });
    this.#connection.connect(settings, force, connected);
  }

  /** Success must be true. */
  #connected(ended: CommandEnded): CommandEnded {
    return (error) => {
      if (error === undefined && this.#state !== "connected") this.wrongs.push(`success while ${this.#state}`);
      ended(error);
    };
  }

  #deploy(): void {
    if (this.#random.below(3) === 0) this.#connection.hold();
    else this.#connection.release();
  }

  #happenTo(link: FakeLink): void {
    if (!link.isAlive) return;
    const choice = this.#random.below(8);
    if (choice < 3) this.#accept(link);
    else if (choice < 4) link.close(this.#random.pick(CAUSES));
    else if (choice < 5 && link.asked.includes("end")) link.close();
    else if (choice < 7) link.acknowledge(link.packetId - this.#random.below(5));
    else link.drain();
  }

  #accept(link: FakeLink): void {
    if (this.#state !== "connecting") return;
    link.isRoomy = this.#random.below(2) === 0;
    link.accept({ sessionPresent: this.#random.below(3) === 0, properties: { receiveMaximum: 3 } });
    const published = link.asked.filter((asked) => asked.startsWith("publish"));
    if (published.length > 0 && published[0] !== "publish birth") this.wrongs.push(`${published[0]} before birth`);
    if (published.includes("publish close")) this.wrongs.push("a close message after birth");
  }

  #dialled(link: FakeLink): FakeLink {
    const alive = this.#network.links.filter(({ isAlive }) => isAlive);
    if (alive.length > 1) this.wrongs.push(`${alive.length} links at a time`);
    // Packet identifiers outlive a link, since a session may.
    link.packetId = this.#network.links.at(-2)?.packetId ?? 0;
    return link;
  }

  #stateIs(name: ConnectionState["name"]): void {
    if (!FOLLOWING[this.#state].includes(name)) this.wrongs.push(`${this.#state} became ${name}`);
    this.#state = name;
  }
}

describe("a connection, whatever happens", () => {
  it(`ends each message and each command exactly once, has one link at most, and leaves nothing (seed ${SEED})`, () => {
    for (let round = 0; round < 400; round += 1) {
      const turmoil = new Turmoil(new SeededRandom(SEED + round));
      for (let step = 0; step < STEPS; step += 1) turmoil.step();
      turmoil.close();
      const context = `TEST_SEED=${SEED + round}`;
      assert.deepEqual(turmoil.wrongs, [], context);
      assert.deepEqual([...new Set(turmoil.ends)], [1], context);
    }
  }).timeout(30_000);
});
