import assert from "node:assert/strict";
import { runInNewContext } from "node:vm";
import { encodePayload } from "../../../nodes/lib/messages/encode-payload";
import { refusal, thrown } from "../thrown";

/** An ArrayBuffer whose length can change; the types of this library version don't know it. */
interface Resizable {
  resize(bytes: number): void;
}

describe("a payload to publish", () => {
  const texts: [what: string, payload: unknown, sent: string][] = [
    ["a text is sent as UTF-8", "größe 💡", "größe 💡"],
    ["an empty text, which clears a retained message, is sent as it is", "", ""],
    ["a number is sent as its text", 21.5, "21.5"],
    ["zero is sent as its text", 0, "0"],
    ["NaN is sent as its text", NaN, "NaN"],
    ["false is sent as its text", false, "false"],
    ["a bigint is sent as its text", 12345678901234567890n, "12345678901234567890"],
    ["minus zero is sent as zero", -0, "0"],
    ["null is sent as an empty text, as by the built-in node", null, ""],
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

  it("bytes that another thread shares are sent", () => {
    const shared = new SharedArrayBuffer(3);
    new Uint8Array(shared).set([1, 2, 3]);
    const payloads = [shared, new Uint8Array(shared), new DataView(shared), Buffer.from(shared)];
    const encoded = payloads.map(bytes);
    new Uint8Array(shared).fill(9);
    for (const payload of encoded) assert.deepEqual(payload, Buffer.from([1, 2, 3]));
  });

  it("what is of another realm, as all that a function node makes, is sent as what it is", () => {
    const made = (code: string): string => bytes(runInNewContext(code)).toString("latin1");
    assert.equal(made("new Uint8Array([65, 66]).buffer"), "AB");
    assert.equal(made("new Uint16Array([0x4241])"), "AB");
    assert.equal(made("new DataView(new Uint8Array([65, 66]).buffer, 1)"), "B");
    assert.equal(made("[1, { a: null }]"), '[1,{"a":null}]');
    assert.equal(made("new Date(0)"), '"1970-01-01T00:00:00.000Z"');
  });

  it("an object behind a proxy is sent as JSON", () => {
    assert.equal(bytes(new Proxy({ a: 1 }, {})).toString(), '{"a":1}');
    assert.equal(bytes(new Proxy([1, 2], {})).toString(), "[1,2]");
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
    ["what nests deeper than JSON can be written", nested(100_000)],
    ["a buffer behind a proxy", new Proxy(Buffer.from("a"), {})],
    ["a proxy that is revoked", revoked()],
    ...Object.entries(lostBytes()),
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

  function nested(depth: number): unknown {
    let value: unknown = 1;
    for (let level = 0; level < depth; level += 1) value = [value];
    return value;
  }

  function revoked(): object {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  }

  /** What shows no bytes because they are gone: taken for empty it would clear a retained message. */
  function lostBytes(): Record<string, unknown> {
    const transferred = new ArrayBuffer(4);
    const views = { text: new Uint8Array(transferred), view: new DataView(transferred) };
    structuredClone(transferred, { transfer: [transferred] });
    const shrunk = runInNewContext("new ArrayBuffer(8, { maxByteLength: 8 })") as ArrayBuffer & Resizable;
    const beyond = new Uint16Array(shrunk, 4, 2);
    const viewBeyond = new DataView(shrunk, 4, 4);
    shrunk.resize(2);
    return {
      "an array buffer that was transferred": transferred,
      "a typed array whose buffer was transferred": views.text,
      "a view whose buffer was transferred": views.view,
      "a typed array whose buffer was shrunk": beyond,
      "a view whose buffer was shrunk": viewBeyond,
    };
  }

  function bytes(payload: unknown): Buffer {
    const encoded = encodePayload(payload);
    return typeof encoded === "string" ? Buffer.from(encoded) : encoded;
  }
});
