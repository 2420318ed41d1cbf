import assert from "node:assert/strict";
import { encodePayload } from "../../../nodes/lib/messages/encode-payload";
import { refusal, thrown } from "../thrown";

describe("a payload to publish", () => {
  const texts: [what: string, payload: unknown, sent: string][] = [
    ["a text is sent as UTF-8", "größe 💡", "größe 💡"],
    ["an empty text, which clears a retained message, is sent as it is", "", ""],
    ["a number is sent as its text", 21.5, "21.5"],
    ["zero is sent as its text", 0, "0"],
    ["NaN is sent as its text", NaN, "NaN"],
    ["false is sent as its text", false, "false"],
    ["a bigint is sent as its text", 12345678901234567890n, "12345678901234567890"],
    ["null is sent as JSON", null, "null"],
    ["an object is sent as JSON", { a: [1, "ü"], b: null }, '{"a":[1,"ü"],"b":null}'],
    ["an array is sent as JSON", [], "[]"],
    ["an object without prototype is sent as JSON", Object.assign(Object.create(null) as object, { a: 1 }), '{"a":1}'],
    ["a date is sent as JSON", new Date(0), '"1970-01-01T00:00:00.000Z"'],
    ["an object that says how it is written is sent that way", { toJSON: () => ({ b: 2 }) }, '{"b":2}'],
  ];
  for (const [what, payload, sent] of texts) {
    it(what, () => {
      assert.equal(bytes(payload).toString("utf8"), sent);
    });
  }

  it("a buffer is sent as it is", () => {
    assert.deepEqual(bytes(Buffer.from([0, 255, 128])), Buffer.from([0, 255, 128]));
    assert.equal(bytes(Buffer.alloc(0)).length, 0);
  });

  it("a typed array is sent as its bytes, those of its own part of a larger buffer only", () => {
    const whole = new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8]).buffer;
    assert.deepEqual(bytes(new Uint8Array(whole, 2, 3)), Buffer.from([3, 4, 5]));
    assert.deepEqual(bytes(new Uint16Array(whole, 2, 2)), Buffer.from([3, 4, 5, 6]));
    assert.deepEqual(bytes(new DataView(whole, 7)), Buffer.from([8]));
    assert.deepEqual(bytes(new Float64Array(whole)), Buffer.from(whole));
    assert.deepEqual(bytes(Buffer.from(whole, 1, 2)), Buffer.from([2, 3]));
  });

  it("an array buffer is sent as its bytes", () => {
    assert.deepEqual(bytes(new Uint8Array([1, 2, 3]).buffer), Buffer.from([1, 2, 3]));
  });

  it("bytes are copied: a flow may reuse its buffer while the message waits", () => {
    const whole = new Uint8Array([1, 2, 3, 4]);
    const payloads = [
      Buffer.from(whole.buffer),
      whole,
      new Uint16Array(whole.buffer),
      new DataView(whole.buffer),
      whole.buffer,
    ];
    const encoded = payloads.map(bytes);
    whole.fill(9);
    for (const payload of encoded) assert.deepEqual(payload, Buffer.from([1, 2, 3, 4]));
  });

  it("without a payload there is nothing to send: an empty one has to be meant", () => {
    assert.deepEqual(
      refusal(() => encodePayload(undefined)),
      { code: "payload-missing", values: {} },
    );
  });

  const cycle: { self?: object } = {};
  cycle.self = cycle;
  const unserialisable: [what: string, payload: unknown][] = [
    ["a function", () => "a"],
    ["a symbol", Symbol("a")],
    ["a cycle", cycle],
    ["an object with a bigint in it", { a: 1n }],
    ["an object whose toJSON gives undefined", { toJSON: () => undefined }],
  ];
  for (const [what, payload] of unserialisable) {
    it(`${what} can't be sent`, () => {
      assert.deepEqual(
        refusal(() => encodePayload(payload)),
        { code: "payload-unserialisable", values: {} },
      );
    });
  }

  it("an object that throws while it is written can't be sent, and its error is the cause", () => {
    const failure = new Error("no");
    const payload = {
      get a(): never {
        throw failure;
      },
    };
    const error = thrown(() => encodePayload(payload));
    assert.deepEqual([error.code, error.cause], ["payload-unserialisable", failure]);
  });

  function bytes(payload: unknown): Buffer {
    const encoded = encodePayload(payload);
    return typeof encoded === "string" ? Buffer.from(encoded) : encoded;
  }
});
