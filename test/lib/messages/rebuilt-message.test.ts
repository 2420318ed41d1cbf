import assert from "node:assert/strict";
import { encodeMessage, MESSAGE_DECIDES } from "../../../nodes/lib/messages/encode-message";
import type { Publication } from "../../../nodes/lib/messages/publication";
import { rebuiltMessage } from "../../../nodes/lib/messages/rebuilt-message";

describe("a message made of one that was kept on disk", () => {
  const bare: Publication = { topic: "a", payload: "p", qos: 1, retain: false, properties: undefined };
  const full: Publication = {
    topic: "a/b",
    payload: Buffer.from([0, 255]),
    qos: 2,
    retain: true,
    properties: {
      payloadFormatIndicator: false,
      messageExpiryInterval: 60,
      responseTopic: "r",
      contentType: "application/cbor",
      correlationData: Buffer.from("c"),
      userProperties: { a: ["b", "c"], d: "e" },
    },
  };

  it("has what was to be sent, when it was accepted, and an id of its own", () => {
    assert.deepEqual(rebuiltMessage("id", bare, 5), {
      _msgid: "id",
      topic: "a",
      payload: "p",
      qos: 1,
      retain: false,
      queuedAt: 5,
    });
  });

  it("has the MQTT 5 properties under the names of received messages", () => {
    const { properties, ...rest } = full;
    assert.deepEqual(rebuiltMessage("id", full, 5), { _msgid: "id", queuedAt: 5, ...rest, ...properties });
  });

  it("is the same message if it is published again", () => {
    for (const publication of [bare, full]) {
      assert.deepEqual(encodeMessage(MESSAGE_DECIDES, { ...rebuiltMessage("id", publication, 5) }), publication);
    }
  });
});
