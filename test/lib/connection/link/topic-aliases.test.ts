import assert from "node:assert/strict";
import type { IPublishPacket } from "mqtt";
import { TopicAliases } from "../../../../nodes/lib/connection/link/topic-aliases";

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
