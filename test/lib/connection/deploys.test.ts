import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import { Deploys, type ClientIdentity } from "../../../nodes/lib/connection/deploys";
import type { MqttNodeError } from "../../../nodes/lib/errors";
import { ManualClock } from "../../support/manual-clock";

/** A connection that notes what becomes of it. */
class FakeConnection {
  readonly name: string;
  readonly identities: ClientIdentity[];
  readonly #log: string[];
  #whenClosed: (() => void)[] = [];

  constructor(name: string, log: string[], ...identities: string[]) {
    this.name = name;
    this.#log = log;
    this.identities = identities.map((clientId) => ({ address: "mqtt://h:1883", clientId }));
  }

  hold(): void {
    this.#log.push(`hold ${this.name}`);
  }

  release(): void {
    this.#log.push(`release ${this.name}`);
  }

  close(done: () => void): void {
    this.#log.push(`close ${this.name}`);
    this.#whenClosed.push(done);
  }

  troubled({ code, values }: MqttNodeError): void {
    this.#log.push(`${code} ${this.name} ${(values as { clientId: string }).clientId}`);
  }

  /** Its socket is closed. */
  closed(): void {
    this.#log.push(`${this.name} is closed`);
    for (const done of this.#whenClosed.splice(0)) done();
  }
}

/** A runtime that deploys, and config nodes with their connections. */
class DeploysBench {
  readonly events = new EventEmitter();
  readonly clock = new ManualClock();
  readonly deploys = new Deploys<FakeConnection>(this.events, this.clock);
  readonly log: string[] = [];
  #config: object = {};

  /** A config node is made. @param wanted makes the connection what it is */
  make(id: string, name: string, wanted: object = { uri: "same" }, ...identities: string[]): FakeConnection {
    return this.deploys.connection(id, wanted, () => new FakeConnection(name, this.log, ...identities));
  }

  /** A config node closes. */
  leave(id: string, isRemoved = false): void {
    this.deploys.leave(id, isRemoved, () => this.log.push(`done ${id}`));
  }

  /** The first start, or the second half of a deploy. */
  start(): void {
    this.events.emit("flows:started", { config: this.#config });
  }

  /** The first half of a deploy. */
  stop(): void {
    this.#config = {};
    this.events.emit("flows:stopping", { config: this.#config });
  }

  shutDown(): void {
    this.events.emit("flows:stopping", { config: this.#config });
  }

  fail(): void {
    this.events.emit("runtime-event", { id: "runtime-state", payload: { state: "stop", error: "missing-types" } });
  }

  takeLog(): string[] {
    return this.log.splice(0);
  }
}

/** A bench whose flows run, with one connection that was just made. */
function running(): { bench: DeploysBench; first: FakeConnection } {
  const bench = new DeploysBench();
  const first = bench.make("n", "first");
  bench.start();
  bench.takeLog();
  return { bench, first };
}

describe("a deploy", () => {
  it("holds every connection that goes on, from the stop of the flows to their start", () => {
    const { bench } = running();
    bench.make("m", "other");
    bench.stop();
    bench.start();
    assert.deepEqual(bench.takeLog(), ["hold first", "hold other", "release first", "release other"]);
    assert.equal(bench.clock.pending, 0);
  });

  it("hands a connection over to the next instance of its config node, if that wants the same", () => {
    const { bench, first } = running();
    bench.stop();
    bench.leave("n");
    assert.deepEqual(bench.takeLog(), ["hold first", "done n"]);
    assert.equal(bench.make("n", "second", { uri: "same" }), first);
    bench.start();
    assert.deepEqual(bench.takeLog(), ["release first"]);
  });

  it("hands it over again and again", () => {
    const { bench, first } = running();
    for (let deploy = 0; deploy < 3; deploy += 1) {
      bench.stop();
      bench.leave("n");
      assert.equal(bench.make("n", "next"), first);
      bench.start();
    }
    assert.ok(!bench.takeLog().includes("close first"));
  });

  it("replaces a connection that is to be another, which waits until the old one has ended", () => {
    const { bench, first } = running();
    bench.stop();
    bench.leave("n");
    const second = bench.make("n", "second", { uri: "other" });
    assert.notEqual(second, first);
    bench.start();
    assert.deepEqual(bench.takeLog(), ["hold first", "done n", "hold second", "close first"]);
    first.closed();
    assert.deepEqual(bench.takeLog(), ["first is closed", "release second"]);
  });

  it("is over when Node-RED stops in the middle of it: what closes then closes at once", () => {
    const { bench } = running();
    bench.stop();
    bench.takeLog();
    bench.shutDown();
    bench.leave("n");
    assert.deepEqual(bench.takeLog(), ["close first"]);
    assert.equal(bench.clock.pending, 0);
  });

  it("lets a new connection wait for any that ends, whose client id it may have, and those that go on for none", () => {
    const { bench, first } = running();
    bench.make("m", "other");
    bench.stop();
    for (const node of ["n", "m"]) bench.leave(node);
    bench.make("copy", "second", { uri: "same" });
    bench.make("m", "other");
    bench.takeLog();
    bench.start();
    assert.deepEqual(bench.takeLog(), ["release other", "close first"]);
    first.closed();
    assert.deepEqual(bench.takeLog(), ["first is closed", "release second"]);
  });

  it("leaves a new connection held that waits for the old one when the next deploy begins", () => {
    const { bench, first } = running();
    bench.stop();
    bench.leave("n");
    bench.make("n", "second", { uri: "other" });
    bench.start();
    bench.stop();
    bench.takeLog();
    first.closed();
    assert.deepEqual(bench.takeLog(), ["first is closed"]);
    bench.start();
    assert.deepEqual(bench.takeLog(), ["release second"]);
  });

  it("replaces a connection once though the next deploy comes before it is over", () => {
    const { bench, first } = running();
    bench.stop();
    bench.leave("n");
    bench.make("n", "second", { uri: "other" });
    bench.stop();
    bench.takeLog();
    bench.leave("n");
    assert.deepEqual(bench.takeLog(), ["close second"]);
    assert.equal(bench.make("n", "third", { uri: "same" }), first);
    bench.start();
    assert.deepEqual(bench.takeLog(), ["release first"]);
  });

  it("closes a connection at once whose config node is gone for good", () => {
    const { bench, first } = running();
    bench.make("m", "other");
    bench.stop();
    bench.takeLog();
    bench.leave("n", true);
    assert.deepEqual(bench.takeLog(), ["close first"]);
    first.closed();
    assert.deepEqual(bench.takeLog(), ["first is closed", "done n"]);
  });

  it("closes a connection in the end that nobody took over", () => {
    const { bench } = running();
    bench.stop();
    bench.leave("n");
    bench.takeLog();
    bench.start();
    assert.deepEqual(bench.takeLog(), ["close first"]);
    assert.notEqual(bench.make("n", "second").name, "first");
  });

  it("closes it after ten seconds, however long the deploy takes", () => {
    const { bench } = running();
    bench.make("m", "other");
    bench.stop();
    bench.leave("n");
    bench.takeLog();
    bench.clock.advance(9_999);
    assert.deepEqual(bench.takeLog(), []);
    bench.clock.advance(1);
    assert.deepEqual(bench.takeLog(), ["release other", "close first"]);
    bench.leave("m");
    assert.deepEqual(bench.takeLog(), ["close other"]);
  });

  it("has the whole ten seconds again when the next one comes before it is over", () => {
    const { bench } = running();
    bench.make("m", "other");
    bench.stop();
    bench.clock.advance(9_000);
    bench.stop();
    bench.takeLog();
    bench.clock.advance(9_000);
    assert.deepEqual([bench.takeLog(), bench.clock.pending], [[], 1]);
  });

  it("that fails, so that the flows never start, holds nothing and keeps nothing", () => {
    const { bench } = running();
    bench.make("m", "other");
    bench.stop();
    bench.leave("n");
    bench.takeLog();
    bench.events.emit("runtime-event", { id: "runtime-state" });
    bench.events.emit("runtime-event", { id: "runtime-deploy", payload: { error: "missing-types" } });
    bench.events.emit("runtime-event", undefined);
    assert.deepEqual(bench.takeLog(), []);
    bench.fail();
    assert.deepEqual(bench.takeLog(), ["release other", "close first"]);
    assert.equal(bench.clock.pending, 0);
  });

  it("lets go of a config node that it doesn't know", () => {
    const { bench } = running();
    bench.leave("x");
    assert.deepEqual(bench.takeLog(), ["done x"]);
  });
});

describe("the end of Node-RED", () => {
  it("closes connections at once, and waits for them", () => {
    const { bench, first } = running();
    bench.shutDown();
    bench.leave("n");
    assert.deepEqual(bench.takeLog(), ["close first"]);
    first.closed();
    assert.deepEqual(bench.takeLog(), ["first is closed", "done n"]);
    assert.equal(bench.clock.pending, 0);
  });

  it("does so after deploys, whether they went well or not", () => {
    for (const end of ["start", "fail"] as const) {
      const { bench } = running();
      bench.stop();
      bench[end]();
      bench.takeLog();
      bench.shutDown();
      bench.leave("n");
      assert.deepEqual(bench.takeLog(), ["close first"]);
    }
  });
});

describe("the runtime's events", () => {
  it("are listened to once for all connections, and not at all without one", () => {
    const bench = new DeploysBench();
    assert.deepEqual(bench.events.eventNames(), []);
    const [a, b] = [bench.make("a", "a"), bench.make("b", "b")];
    bench.start();
    for (const event of ["flows:stopping", "flows:started", "runtime-event"]) {
      assert.equal(bench.events.listenerCount(event), 1);
    }
    bench.leave("a");
    a.closed();
    assert.equal(bench.events.listenerCount("flows:stopping"), 1);
    bench.leave("b");
    b.closed();
    assert.deepEqual(bench.events.eventNames(), []);
  });

  it("are listened to while the only connection waits for its next instance", () => {
    const { bench } = running();
    bench.stop();
    bench.leave("n");
    assert.equal(bench.events.listenerCount("flows:started"), 1);
    bench.start();
    assert.deepEqual(bench.events.eventNames(), []);
  });

  it("and the clock are left alone after a deploy that removes the last connection", () => {
    const { bench } = running();
    bench.stop();
    bench.leave("n", true);
    bench.start();
    assert.deepEqual([bench.events.eventNames(), bench.clock.pending], [[], 0]);
    bench.stop();
    const next = bench.make("m", "next");
    bench.start();
    bench.takeLog();
    bench.shutDown();
    bench.leave("m");
    next.closed();
    assert.deepEqual(bench.takeLog(), ["close next", "next is closed", "done m"]);
  });
});

describe("two connections with one client id to one broker", () => {
  it("are reported when the flows have started, at the second of them", () => {
    const bench = new DeploysBench();
    bench.make("a", "a", {}, "same", "other");
    bench.make("b", "b", {}, "mine", "same");
    bench.make("c", "c", {}, "yours");
    bench.start();
    assert.deepEqual(bench.takeLog().slice(3), ["client-id-shared b same"]);
  });

  it("are reported again with each deploy, for as long as it is so", () => {
    const bench = new DeploysBench();
    bench.make("a", "a", {}, "same");
    bench.make("b", "b", {}, "same");
    bench.start();
    bench.stop();
    bench.start();
    bench.stop();
    bench.leave("a", true);
    bench.start();
    assert.equal(bench.takeLog().filter((line) => line.startsWith("client-id-shared")).length, 2);
  });

  it("are not one connection that names a broker twice, nor different client ids or brokers", () => {
    const bench = new DeploysBench();
    bench.make("a", "a", {}, "same", "same");
    bench.make("b", "b", {}, "other");
    bench.make("c", "c", {}, "third").identities.push({ address: "mqtt://elsewhere:1883", clientId: "same" });
    bench.start();
    assert.ok(!bench.takeLog().some((line) => line.startsWith("client-id-shared")));
  });
});
