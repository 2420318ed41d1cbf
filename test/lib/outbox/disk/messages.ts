import { randomBytes } from "node:crypto";
import type { MessageParts } from "./store-bench";

/** Messages with something special about each. */
export const MESSAGES: Record<string, MessageParts> = {
  "a text": { payload: "twenty-one °C" },
  "a text with odd characters": { payload: '\u0000\n"\u{1f600}\uffff' },
  bytes: { payload: Buffer.from([0, 255, 128, 10, 13]) },
  "bytes that would be a text": { payload: Buffer.from("text") },
  "an empty text": { payload: "" },
  "no bytes": { payload: Buffer.alloc(0) },
  "a payload of 5 MB": { payload: randomBytes(5_000_000) },
  "a text of 3 MB": { payload: "ü".repeat(1_500_000) },
  "quality and retain": { qos: 2, retain: true },
  "quality 0": { qos: 0 },
  "the longest topic": { topic: `a/${"ü".repeat(32_766)}` },
  "an empty sender": { sender: "" },
  "a sender that is as odd as a flow file may make it": { sender: `../\u0000${"x".repeat(70_000)}` },
  "how long it is worth sending": { lifetime: 60_000 },
  "that it isn't worth sending": { lifetime: 0 },
  "a lifetime that is no whole number, or endless": { lifetime: Infinity, queuedAt: 1_790_000_000_000.5 },
  "its bytes on the wire, not ours": { bytes: 268_435_455 },
  "properties that are all set": {
    properties: {
      payloadFormatIndicator: false,
      messageExpiryInterval: 4_294_967_295,
      responseTopic: "answers/ü",
      correlationData: Buffer.from([0, 1, 254, 255]),
      contentType: "",
      userProperties: { a: "1", b: ["2", "", "3"] },
    },
  },
  "correlation data that is empty": { properties: { correlationData: Buffer.alloc(0) } },
  "properties without any": { properties: {} },
  "user properties whose names mean something to JavaScript": {
    properties: {
      userProperties: JSON.parse('{"__proto__": "a", "constructor": ["b", "c"], "toJSON": "d", "": "e"}') as Record<
        string,
        string
      >,
    },
  },
};
