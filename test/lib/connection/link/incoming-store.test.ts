import assert from "node:assert/strict";
import type { IPublishPacket, Packet } from "mqtt";
import { IncomingStore } from "../../../../nodes/lib/connection/link/incoming-store";

describe("the messages between PUBREC and PUBREL", () => {
  it("come in the order in which the broker sent them", async () => {
    assert.deepEqual(await all(filled(publish(7), publish(3))), [publish(7), publish(3)]);
  });

  it("are found by their packet identifier", () => {
    const store = filled(publish(7));
    assert.deepEqual(found(store, 7), { error: undefined, packet: publish(7) });
    const missing = found(store, 8);
    assert.ok(missing.error instanceof Error);
    assert.equal(missing.packet, undefined);
  });

  it("are gone once they are complete, and the last look at them is given", async () => {
    const store = filled(publish(7), publish(3));
    const answers: unknown[] = [];
    store.del({ messageId: 7 }, (error, packet) => answers.push(error, packet));
    store.del({ messageId: 7 }, (error) => answers.push(error instanceof Error));
    assert.deepEqual(answers, [undefined, publish(7), true]);
    assert.deepEqual(await all(store), [publish(3)]);
  });

  it("outlive the client that used them", async () => {
    const store = filled(publish(7));
    let isClosed = false;
    store.close(() => (isClosed = true));
    assert.equal(isClosed, true);
    assert.equal((await all(store)).length, 1);
  });

  it("are forgotten when the broker has forgotten the session", async () => {
    const store = filled(publish(7), publish(5));
    store.clear();
    assert.deepEqual(await all(store), []);
  });

  function filled(...packets: Packet[]): IncomingStore {
    const store = new IncomingStore();
    for (const packet of packets) {
      let isStored = false;
      assert.equal(
        store.put(packet, () => (isStored = true)),
        store,
      );
      assert.equal(isStored, true);
    }
    return store;
  }

  function publish(messageId: number): Packet & IPublishPacket {
    return { cmd: "publish", messageId, topic: "a", payload: "p", qos: 2, dup: false, retain: false };
  }

  function found(store: IncomingStore, messageId: number): { error: unknown; packet: unknown } {
    const answer: { error: unknown; packet: unknown } = { error: undefined, packet: undefined };
    store.get({ messageId }, (error, packet) => Object.assign(answer, { error, packet }));
    return answer;
  }

  async function all(store: IncomingStore): Promise<unknown[]> {
    const packets: unknown[] = [];
    for await (const packet of store.createStream() as AsyncIterable<unknown>) packets.push(packet);
    return packets;
  }
});
