import assert from "node:assert/strict";
import { MqttNodeError } from "../../../nodes/lib/errors";
import { publication } from "./fake-transport";
import { OutboxBench, topics } from "./outbox-bench";

/** A broker that acknowledges what it is sent, and hangs up on one topic. */
class Choleric {
  readonly bench: OutboxBench;
  readonly arrived: string[] = [];
  readonly #poison: string;
  readonly #keepsSession: boolean;

  constructor(bench: OutboxBench, poison: string, keepsSession: boolean) {
    this.bench = bench;
    this.#poison = poison;
    this.#keepsSession = keepsSession;
  }

  /** One connection, until it hangs up. @returns whether it did */
  meet(): boolean {
    this.bench.connect({}, this.#keepsSession);
    this.bench.transport.answerProbes();
    // What an acknowledgement lets out is looked at, too.
    for (const { topic, packetId } of this.bench.transport.sent) {
      if (topic === this.#poison) {
        this.bench.hangUp();
        return true;
      }
      this.arrived.push(topic);
      this.bench.outbox.acknowledged(packetId);
    }
    return false;
  }
}

describe("a message that the broker answers by hanging up", () => {
  for (const [what, keepsSession] of [
    ["a session that is forgotten", false],
    ["a session that is kept", true],
  ] as const) {
    it(`is set aside at the fifth time, and all others arrive, in ${what}`, () => {
      const bench = new OutboxBench();
      bench.publishAll(...topics(300));
      const broker = new Choleric(bench, "a150", keepsSession);
      let hangUps = 0;
      while (broker.meet()) hangUps += 1;
      assert.equal(hangUps, 5);
      assert.deepEqual(
        broker.arrived,
        topics(300).filter((topic) => topic !== "a150"),
      );
      assert.deepEqual(
        bench.endings.all.filter((end) => end.includes(" ")),
        ["a150 refused-by-close"],
      );
    });
  }

  for (const code of ["not-authorised", "quota-exceeded", "server-disconnected"] as const) {
    it(`is set aside, too, where the broker says ${code}`, () => {
      const bench = new OutboxBench();
      bench.publish("poison");
      for (let hangUps = 0; hangUps < 5; hangUps += 1) {
        bench.connect();
        bench.transport.answerProbes();
        bench.hangUp(code);
      }
      assert.deepEqual(bench.endings.all, ["poison refused-by-close"]);
    });
  }

  it("is told to be to blame once it was alone in flight", () => {
    const bench = new OutboxBench();
    bench.publish("a");
    const blamed = [1, 2, 3, 4, 5].map(() => {
      bench.connect();
      bench.transport.answerProbes();
      return bench.hangUp();
    });
    assert.deepEqual(blamed, [false, false, true, true, true]);
    bench.connect();
    assert.equal(bench.hangUp(), false);
  });

  for (const qos of [0, 1] as const) {
    it(`isn't taken for another one where it is the birth message, of QoS ${qos}`, () => {
      const bench = new OutboxBench();
      bench.publishAll("a", "b");
      for (let hangUps = 0; hangUps < 10; hangUps += 1) {
        bench.connect({}, true);
        bench.outbox.announce({ publication: publication("birth", qos), ended: () => undefined });
        // What comes behind it isn't read any more.
        if (!bench.transport.topics.includes("birth")) bench.transport.answerProbes();
        bench.hangUp();
      }
      assert.deepEqual(bench.endings.all, []);
    });
  }

  it("has the end of the connection as its cause", () => {
    const bench = new OutboxBench();
    const errors: (MqttNodeError | undefined)[] = [];
    bench.publish("a");
    bench.outbox.clear();
    bench.publishTo({ topic: "a", payload: "", qos: 1, retain: false, properties: undefined }, (error) =>
      errors.push(error),
    );
    const broker = new Choleric(bench, "a", false);
    while (broker.meet());
    assert.equal((errors[0]?.cause as MqttNodeError).code, "connection-lost");
  });

  it("makes the messages after it go one by one only until it is set aside", () => {
    const bench = new OutboxBench();
    bench.publishAll("poison", ...topics(5));
    const broker = new Choleric(bench, "poison", false);
    while (broker.meet());
    bench.publishAll(...topics(50, "b"));
    assert.deepEqual(bench.transport.topics, [...topics(5), ...topics(50, "b")]);
  });
});

describe("a link that is cut again and again", () => {
  it("has nothing set aside while the broker isn't heard before it is cut", () => {
    const bench = new OutboxBench();
    bench.publishAll("a", "b");
    for (let cuts = 0; cuts < 50; cuts += 1) {
      bench.connect();
      bench.hangUp();
    }
    assert.deepEqual(bench.endings.all, []);
    bench.connect();
    bench.transport.answerProbes();
    bench.acknowledge("a");
    bench.acknowledge("b");
    assert.deepEqual(bench.endings.all, ["a", "b"]);
  });

  it("has messages sent one by one after two cuts with the same unacknowledged, when a ping is answered", () => {
    const bench = new OutboxBench();
    bench.publishAll("a", "b", "c");
    for (let cuts = 0; cuts < 2; cuts += 1) {
      bench.connect();
      bench.hangUp();
    }
    bench.connect();
    assert.deepEqual([bench.transport.topics, bench.transport.probes], [[], 1]);
    bench.transport.answerProbes();
    assert.deepEqual(bench.transport.topics, ["a"]);
    bench.acknowledge("a");
    assert.deepEqual(bench.transport.topics, ["a", "b"]);
    bench.acknowledge("b");
    bench.acknowledge("c");
    bench.publishAll(...topics(20));
    assert.equal(bench.outbox.waiting, 0, "they are acknowledged: all is as before");
  });

  it("asks for one sign of life on each connection, and takes none of another one", () => {
    const bench = new OutboxBench();
    bench.publish("a");
    for (let cuts = 0; cuts < 2; cuts += 1) {
      bench.connect();
      bench.hangUp();
    }
    bench.connect();
    const gone = bench.transport;
    bench.publish("b");
    assert.equal(gone.probes, 1);
    bench.hangUp();
    bench.connect();
    gone.answerProbes();
    assert.deepEqual([bench.transport.topics, bench.transport.probes], [[], 1]);
    bench.transport.answerProbes();
    assert.deepEqual(bench.transport.topics, ["a"]);
  });

  it("suspects only what was sent on the connection", () => {
    const bench = new OutboxBench();
    bench.connect();
    bench.publishAll("a", "b", "c");
    bench.hangUp();
    bench.connect({ receiveMaximum: 1 }, true);
    assert.deepEqual(bench.transport.topics, ["a"]);
    bench.hangUp();
    bench.connect({}, true);
    bench.transport.answerProbes();
    bench.acknowledge("a");
    assert.deepEqual(bench.transport.topics, ["a", "b", "c"]);
  });

  it("has nothing set aside where another message was in flight each time", () => {
    const bench = new OutboxBench();
    for (const topic of topics(30)) {
      bench.connect();
      bench.publish(topic);
      bench.transport.answerProbes();
      bench.hangUp();
      bench.connect();
      bench.transport.answerProbes();
      bench.acknowledge(topic);
    }
    assert.deepEqual(bench.endings.all, topics(30));
  });

  for (const code of ["keepalive-timeout", "session-taken-over", "server-shutting-down"] as const) {
    it(`has nothing set aside for what no message can be blamed for: ${code}`, () => {
      const bench = new OutboxBench();
      bench.publish("a");
      for (let ends = 0; ends < 20; ends += 1) {
        bench.connect();
        bench.transport.answerProbes();
        assert.deepEqual(bench.transport.topics, ["a"]);
        bench.outbox.disconnected(new MqttNodeError(code, { address: "mqtt://h:1883" }));
      }
      assert.deepEqual(bench.endings.all, []);
    });
  }

  it("makes nobody wait once what was in flight has been cleared", () => {
    const bench = new OutboxBench();
    bench.publishAll("a", "b");
    for (let cuts = 0; cuts < 2; cuts += 1) {
      bench.connect();
      bench.hangUp();
    }
    bench.connect();
    assert.equal(bench.outbox.clear(), 2);
    bench.publishAll(...topics(5));
    assert.deepEqual(bench.transport.topics, topics(5));
  });
});
