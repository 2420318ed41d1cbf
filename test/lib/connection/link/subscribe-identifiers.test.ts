import assert from "node:assert/strict";
import { SubscribeIdentifiers } from "../../../../nodes/lib/connection/link/subscribe-identifiers";

const FIRST = 61_001;
const LAST = 65_535;
const COUNT = LAST - FIRST + 1;

describe("the packet identifiers of SUBSCRIBE and UNSUBSCRIBE", () => {
  it("are given in turn: what comes late for one that was free again isn't taken for another's", () => {
    const identifiers = new SubscribeIdentifiers();
    assert.deepEqual(allocate(identifiers, 2), [FIRST, FIRST + 1]);
    identifiers.deallocate(FIRST);
    assert.equal(identifiers.allocate(), FIRST + 2);
    assert.equal(identifiers.getLastAllocated(), FIRST + 2);
  });

  it("start over at the end, without those in use [MQTT-2.2.1-3]", () => {
    const identifiers = new SubscribeIdentifiers();
    const given = allocate(identifiers, COUNT);
    assert.deepEqual([given[0], given.at(-1), new Set(given).size], [FIRST, LAST, COUNT]);
    for (const free of [FIRST + 5, FIRST + 9]) identifiers.deallocate(free);
    assert.deepEqual(allocate(identifiers, 2), [FIRST + 5, FIRST + 9]);
  });

  it("are none when all are in use, until one is free", () => {
    const identifiers = new SubscribeIdentifiers();
    allocate(identifiers, COUNT);
    assert.equal(identifiers.allocate(), null);
    identifiers.deallocate(LAST);
    assert.equal(identifiers.allocate(), LAST);
  });

  it("can be claimed once", () => {
    const identifiers = new SubscribeIdentifiers();
    assert.deepEqual([identifiers.register(FIRST), identifiers.register(FIRST)], [true, false]);
    assert.equal(identifiers.allocate(), FIRST + 1);
  });

  it("are all free on a new connection", () => {
    const identifiers = new SubscribeIdentifiers();
    allocate(identifiers, COUNT);
    identifiers.clear();
    assert.equal(identifiers.allocate(), FIRST);
  });

  function allocate(identifiers: SubscribeIdentifiers, count: number): unknown[] {
    return Array.from({ length: count }, () => identifiers.allocate());
  }
});
