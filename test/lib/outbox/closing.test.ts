import assert from "node:assert/strict";
import { MqttNodeError } from "../../../nodes/lib/errors";
import { MemoryQueue } from "../../../nodes/lib/outbox/memory-queue";
import type { OutboxEntry } from "../../../nodes/lib/outbox/outbox-entry";
import { publication } from "./fake-transport";
import { OutboxBench } from "./outbox-bench";

describe("an outbox that is to be drained", () => {
  it("is so at once when nothing is on its way", () => {
    const bench = new OutboxBench();
    bench.connect();
    drain(bench, "drained");
    assert.deepEqual(bench.endings.all, ["drained"]);
    assert.equal(bench.clock.pending, 0);
  });

  it("waits for what is in flight and for what waits", () => {
    const bench = new OutboxBench();
    bench.connect({ receiveMaximum: 1 });
    bench.publish("a");
    bench.publish("b");
    bench.publish("c", 0);
    drain(bench, "drained");
    bench.transport.room = 2;
    bench.acknowledge("a");
    bench.acknowledge("b");
    assert.deepEqual(bench.endings.all, ["a", "b"]);
    bench.outbox.writable();
    assert.deepEqual(bench.endings.all, ["a", "b", "c", "drained"]);
    assert.equal(bench.clock.pending, 0);
  });

  it("waits for a message of the connection itself", () => {
    const bench = new OutboxBench();
    bench.connect();
    bench.transport.room = 1;
    bench.publish("a");
    bench.outbox.announce({ publication: publication("close"), ended: bench.endings.of("close") });
    drain(bench, "drained");
    bench.acknowledge("a");
    assert.deepEqual(bench.endings.all, ["a"]);
    bench.transport.room = 9;
    bench.outbox.writable();
    bench.acknowledge("close");
    assert.deepEqual(bench.endings.all, ["a", "close", "drained"]);
  });

  it("waits for what waits in memory, though nothing is in flight", () => {
    const bench = new OutboxBench();
    bench.connect();
    bench.transport.room = 1;
    bench.publishAll("a", "b");
    bench.acknowledge("a");
    drain(bench, "drained");
    assert.deepEqual(bench.endings.all, ["a"]);
  });

  it("waits no longer when the connection is lost", () => {
    const bench = new OutboxBench();
    bench.connect();
    bench.publish("a");
    drain(bench, "drained");
    bench.hangUp();
    assert.deepEqual(bench.endings.all, ["drained"]);
  });

  it("waits no longer than it was told", () => {
    const bench = new OutboxBench();
    bench.connect();
    bench.publish("a");
    drain(bench, "drained");
    bench.clock.advance(499);
    assert.deepEqual(bench.endings.all, []);
    bench.clock.advance(1);
    assert.deepEqual(bench.endings.all, ["drained"]);
    bench.acknowledge("a");
    assert.deepEqual(bench.endings.all, ["drained", "a"]);
  });

  it("waits for nothing while the broker is away", () => {
    const bench = new OutboxBench();
    bench.publish("a");
    drain(bench, "drained");
    assert.deepEqual(bench.endings.all, ["drained"]);
  });

  it("tells everybody who asked", () => {
    const bench = new OutboxBench();
    bench.connect();
    bench.publish("a");
    drain(bench, "first");
    bench.clock.advance(300);
    drain(bench, "second");
    bench.clock.advance(200);
    assert.deepEqual(bench.endings.all, ["first"]);
    bench.clock.advance(300);
    assert.deepEqual(bench.endings.all, ["first", "second"]);
    assert.equal(bench.clock.pending, 0);
  });

  function drain(bench: OutboxBench, name: string): void {
    bench.outbox.drained(500, () => bench.endings.all.push(name));
  }
});

/** A queue that has its first message in hand until its files are closed. */
class BusyQueue extends MemoryQueue {
  closed: (() => void) | undefined;

  override take(test: (entry: OutboxEntry) => boolean): OutboxEntry[] {
    const { first } = this;
    return super.take((entry) => (this.closed !== undefined || entry !== first) && test(entry));
  }

  override close(done: () => void): void {
    this.closed = done;
  }
}

describe("an outbox that closes", () => {
  it("ends everything with the reason: what is in flight, unwritten or waiting", () => {
    const bench = new OutboxBench();
    bench.connect({ receiveMaximum: 1 });
    bench.publish("a", 1);
    bench.transport.room = 1;
    bench.publish("b", 0);
    bench.publish("c", 2);
    close(bench);
    assert.deepEqual([...bench.endings.all].sort(), ["a node-closed", "b not-connected", "c node-closed"]);
    assert.equal(bench.outbox.waiting, 0);
  });

  it("ends nothing twice", () => {
    const bench = new OutboxBench();
    bench.connect();
    bench.publish("a", 1);
    bench.transport.room = 1;
    bench.publish("b", 0);
    close(bench);
    bench.outbox.writable();
    bench.acknowledge("a");
    close(bench);
    assert.deepEqual(bench.endings.all.length, 2);
  });

  it("ends at once what waits, and what the disk had in hand when that has given it back", () => {
    let queue: BusyQueue | undefined;
    const bench = new OutboxBench({}, () => (queue = new BusyQueue(() => 0)));
    bench.publishAll("in hand", "waiting");
    bench.outbox.close(new MqttNodeError("node-closed", {}), () => bench.endings.all.push("closed"));
    assert.deepEqual(bench.endings.all, ["waiting node-closed"]);
    queue?.closed?.();
    assert.deepEqual(bench.endings.all, ["waiting node-closed", "in hand node-closed", "closed"]);
  });

  it("ends at once what comes afterwards, since nobody would send it", () => {
    const bench = new OutboxBench();
    close(bench);
    bench.publish("a");
    assert.deepEqual(bench.endings.all, ["a node-closed"]);
  });

  it("ends what the end of a message publishes, and doesn't go round for ever", () => {
    const bench = new OutboxBench();
    let ends = 0;
    const publishAgain = (): void => {
      ends += 1;
      if (ends < 10) bench.publish("again");
    };
    bench.publishTo(publication("a"), publishAgain);
    close(bench);
    assert.deepEqual(bench.endings.all, ["again node-closed"]);
    assert.equal(ends, 1);
  });

  function close(bench: OutboxBench): void {
    bench.outbox.close(new MqttNodeError("node-closed", {}), () => undefined);
  }
});
