import assert from "node:assert/strict";
import { decodePayload, type Datatype } from "../../../nodes/lib/messages/decode-payload";
import { ReceivedMessage } from "../../../nodes/lib/messages/received-message";
import { refusal, thrown } from "../thrown";

const NOT_UTF8 = Buffer.from([0x7b, 0xff, 0x7d]);

describe("a received payload", () => {
  const decoded: [datatype: Datatype, payload: string | Buffer, contentType: string | undefined, expected: unknown][] =
    [
      ["buffer", "ü", undefined, Buffer.from("ü")],
      ["buffer", "{}", "application/json", Buffer.from("{}")],
      ["base64", NOT_UTF8, undefined, "e/99"],
      ["base64", "", undefined, ""],
      ["utf8", "ü", undefined, "ü"],
      ["utf8", "{}", "application/json", "{}"],
      ["utf8", NOT_UTF8, undefined, "{\ufffd}"],
      ["json", ' {"a":[1]} ', undefined, { a: [1] }],
      ["json", "null", "text/plain", null],
      ["auto", "{}", undefined, "{}"],
      ["auto", "{}", "application/json", "{}"],
      ["auto", NOT_UTF8, undefined, NOT_UTF8],
      ["auto", NOT_UTF8, "text/plain", NOT_UTF8],
      ["auto", "text", "application/octet-stream", Buffer.from("text")],
      ["auto-detect", "on", undefined, "on"],
      ["auto-detect", "", undefined, ""],
      ["auto-detect", '{"a":1}', undefined, { a: 1 }],
      ["auto-detect", " \n[1]", undefined, [1]],
      ["auto-detect", "21.5", undefined, 21.5],
      ["auto-detect", "-1", undefined, -1],
      ["auto-detect", '"on"', undefined, "on"],
      ["auto-detect", "true", undefined, true],
      ["auto-detect", "false", undefined, false],
      ["auto-detect", "null", undefined, null],
      ["auto-detect", "{on}", undefined, "{on}"],
      ["auto-detect", "to", undefined, "to"],
      ["auto-detect", "+5", undefined, "+5"],
      ["auto-detect", "12:30", undefined, "12:30"],
      ["auto-detect", NOT_UTF8, undefined, NOT_UTF8],
      ["auto-detect", "5", "text/plain", "5"],
      ["auto-detect", NOT_UTF8, "text/plain", NOT_UTF8],
      ["auto-detect", "5", "application/octet-stream", Buffer.from("5")],
      ["auto-detect", "5", "image/png", Buffer.from("5")],
      ["auto-detect", "5", "application/json", 5],
      ["auto-detect", "5", "application/x-unknown", 5],
      ["auto-detect", "x", "", "x"],
    ];
  for (const [datatype, payload, contentType, expected] of decoded) {
    const shown = typeof payload === "string" ? JSON.stringify(payload) : "no UTF-8";
    const typed = contentType === undefined ? "" : ` of type "${contentType}"`;
    it(`as ${datatype}: ${shown}${typed} gives ${JSON.stringify(expected)}`, () => {
      assert.deepEqual(decodePayload(message(payload, contentType), datatype), expected);
    });
  }

  it("is JSON whatever the letters and the parameters of its content type", () => {
    for (const type of [
      "APPLICATION/JSON",
      " application/json ; charset=utf-8",
      "application/json;charset=utf-8;profile=x",
      "\tApplication/Json;",
      "application/senml+json",
      "a/B+JSON;x",
    ]) {
      assert.equal(decodePayload(message("5", type), "auto-detect"), 5, type);
      assert.equal(refusal(() => decodePayload(message("x", type), "auto-detect")).code, "payload-not-json", type);
    }
  });

  it("is text or binary whatever the letters and the parameters of its content type", () => {
    assert.equal(decodePayload(message("5", "Text/CSV; header=present"), "auto-detect"), "5");
    for (const type of ["Application/Octet-Stream;a=b", "IMAGE/jpeg", "audio/ogg", "video/mp4"]) {
      assert.deepEqual(decodePayload(message("5", type), "auto-detect"), Buffer.from("5"), type);
    }
  });

  it("that has to be JSON and isn't is an error that names the topic, and its cause the place", () => {
    for (const [datatype, type] of [
      ["json", undefined],
      ["auto-detect", "application/json; charset=utf-8"],
    ] as const) {
      const error = thrown(() => decodePayload(message('{"a":\n on}', type), datatype));
      assert.deepEqual([error.code, error.values], ["payload-not-json", { topic: "a/b" }]);
      assert.ok(error.cause instanceof SyntaxError);
      assert.deepEqual(Object.assign({}, error.cause), { position: 7, line: 2, column: 2 });
    }
  });

  it("that has to be JSON and isn't even UTF-8 is an error that names the topic", () => {
    for (const [datatype, type] of [
      ["json", undefined],
      ["auto-detect", "application/json"],
    ] as const) {
      const expected = { code: "payload-not-utf8", values: { topic: "a/b" } };
      assert.deepEqual(
        refusal(() => decodePayload(message(NOT_UTF8, type), datatype)),
        expected,
      );
    }
  });

  it("is each node's own: what one does to its object or buffer, no other sees", () => {
    const shared: [Datatype, ReceivedMessage][] = [
      ["json", message('{"a":{"b":1}}')],
      ["auto-detect", message('{"a":{"b":1}}')],
      ["auto-detect", message('{"a":{"b":1}}', "application/json")],
      ["buffer", message("abc")],
      ["auto", message(NOT_UTF8)],
      ["auto", message("abc", "application/octet-stream")],
      ["auto-detect", message(NOT_UTF8)],
      ["auto-detect", message(NOT_UTF8, "text/plain")],
      ["auto-detect", message("abc", "image/png")],
    ];
    for (const [datatype, received] of shared) {
      const [first, second] = [decodePayload(received, datatype), decodePayload(received, datatype)];
      spoil(first);
      assert.notDeepEqual(first, second, datatype);
      assert.deepEqual(decodePayload(received, datatype), second, datatype);
    }
  });

  it("is decoded to text once for all nodes", () => {
    const bytes = Buffer.from("text");
    const received = new ReceivedMessage("a", bytes, 0, false);
    assert.equal(received.text, "text");
    bytes.fill("x");
    assert.equal(received.text, "text");
    const binary = new ReceivedMessage("a", Buffer.from([0xff]), 0, false);
    assert.deepEqual([binary.text, binary.text], [undefined, undefined]);
  });

  function spoil(value: unknown): void {
    if (Buffer.isBuffer(value)) value.fill(0);
    else (value as { a: { b: number } }).a.b = 2;
  }

  function message(payload: string | Buffer, contentType?: string): ReceivedMessage {
    const properties = contentType === undefined ? undefined : { contentType };
    return new ReceivedMessage("a/b", Buffer.from(payload), 0, false, properties);
  }
});
