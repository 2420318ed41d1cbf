import assert from "node:assert/strict";
import type { IPublishPacket, Packet } from "mqtt";
import { InFlightStore } from "../../../../nodes/lib/connection/link/in-flight-store";
import { TopicAliases } from "../../../../nodes/lib/connection/link/topic-aliases";

describe("the packets in flight", () => {
  it("come again in the order they were sent [MQTT-4.6.0-1], a PUBLISH marked as sent before [MQTT-3.3.1-1]", async () => {
    const store = filled(publish(7), publish(3), pubrel(5));
    assert.deepEqual(await all(store), [{ ...publish(7), dup: true }, { ...publish(3), dup: true }, pubrel(5)]);
  });

  it("aren't changed by being read", async () => {
    const packet = publish(7);
    await all(filled(packet));
    assert.equal(packet.dup, false);
  });

  it("keep their place when a PUBREL takes that of a PUBLISH", async () => {
    const store = filled(publish(7), publish(3), pubrel(7));
    assert.deepEqual(await all(store), [pubrel(7), { ...publish(3), dup: true }]);
  });

  it("are found by their packet identifier", () => {
    const store = filled(publish(7));
    assert.deepEqual(found(store, 7), { error: undefined, packet: publish(7) });
    const missing = found(store, 8);
    assert.ok(missing.error instanceof Error);
    assert.equal(missing.packet, undefined);
  });

  it("are gone once they are acknowledged, and the last look at them is given", async () => {
    const store = filled(publish(7), publish(3));
    const answers: unknown[] = [];
    store.del({ messageId: 7 }, (error, packet) => answers.push(error, packet));
    store.del({ messageId: 7 }, (error) => answers.push(error instanceof Error));
    assert.deepEqual(answers, [undefined, publish(7), true]);
    assert.deepEqual(await all(store), [{ ...publish(3), dup: true }]);
  });

  it("outlive the client that used them", async () => {
    const store = filled(publish(7));
    let isClosed = false;
    store.close(() => (isClosed = true));
    assert.equal(isClosed, true);
    assert.equal((await all(store)).length, 1);
  });

  it("are forgotten when the broker has forgotten the session", async () => {
    const store = filled(publish(7), pubrel(5));
    store.clear();
    assert.deepEqual(await all(store), []);
  });

  function filled(...packets: Packet[]): InFlightStore {
    const store = new InFlightStore();
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
    return { cmd: "publish", messageId, topic: "a", payload: "p", qos: 1, dup: false, retain: false };
  }

  function pubrel(messageId: number): Packet {
    return { cmd: "pubrel", messageId };
  }

  function found(store: InFlightStore, messageId: number): { error: unknown; packet: unknown } {
    const answer: { error: unknown; packet: unknown } = { error: undefined, packet: undefined };
    store.get({ messageId }, (error, packet) => Object.assign(answer, { error, packet }));
    return answer;
  }

  async function all(store: InFlightStore): Promise<unknown[]> {
    const packets: unknown[] = [];
    for await (const packet of store.createStream() as AsyncIterable<unknown>) packets.push(packet);
    return packets;
  }
});

describe("a topic alias [MQTT 5, 3.3.2.3.4]", () => {
  it("stands for the topic that it came with", () => {
    const aliases = new TopicAliases();
    assert.equal(resolved(aliases, "a/b", 1), "a/b");
    assert.equal(resolved(aliases, "c", 2), "c");
    assert.equal(resolved(aliases, "", 1), "a/b");
    assert.equal(resolved(aliases, "", 2), "c");
  });

  it("stands for another topic from when it comes with one", () => {
    const aliases = new TopicAliases();
    for (const topic of ["a", "b"]) resolved(aliases, topic, 1);
    assert.equal(resolved(aliases, "", 1), "b");
  });

  it("leaves a PUBLISH without one as it is", () => {
    const aliases = new TopicAliases();
    resolved(aliases, "a", 1);
    assert.equal(resolved(aliases, "b", undefined), "b");
    assert.equal(resolved(aliases, "", undefined), "");
  });

  it("stands for nothing on a new connection", () => {
    resolved(new TopicAliases(), "a", 1);
    assert.equal(resolved(new TopicAliases(), "", 1), "");
  });

  function resolved(aliases: TopicAliases, topic: string, topicAlias: number | undefined): string {
    const properties = topicAlias === undefined ? {} : { topicAlias };
    const packet: IPublishPacket = {
      cmd: "publish",
      topic,
      payload: "",
      qos: 0,
      dup: false,
      retain: false,
      properties,
    };
    aliases.resolve(packet);
    return packet.topic;
  }
});
