import assert from "node:assert/strict";
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { readSparkplugPayload } from "../../../../nodes/lib/presence/interpreters/sparkplug-payload";
import { assertLinear } from "../../assert-linear";
import { SEED, SeededRandom } from "../../seeded-random";
import { nbirth, sparkplugBytes } from "./sparkplug-bytes";

const ROUNDS = 10_000;

describe("a Sparkplug payload", () => {
  it("gives its time, its number and that of its session", () => {
    const metrics = [
      { name: "Temperature", alias: 8, long: 21 },
      { name: "bdSeq", alias: 7, datatype: 4, long: 255 },
    ];
    assert.deepEqual(readSparkplugPayload(sparkplugBytes({ timestamp: 1486144502122, seq: 3, metrics }), undefined), {
      timestamp: 1486144502122,
      seq: 3,
      bdSeq: 255,
      bdSeqAlias: 7,
    });
  });

  it("need not have any of them", () => {
    const nothing = { timestamp: undefined, seq: undefined, bdSeq: undefined, bdSeqAlias: undefined };
    const metrics = [{ name: "Node Control/Rebirth", boolean: false }, { name: "bdSeq" }, {}, { long: 3 }];
    assert.deepEqual(readSparkplugPayload(sparkplugBytes({ metrics }), undefined), nothing);
  });

  it("is none without a single field of Sparkplug's, as some texts happen to be", () => {
    for (const text of ["", "xxxx"]) assert.equal(readSparkplugPayload(Buffer.from(text), undefined), undefined, text);
  });

  it("is read within the buffer that it came in", () => {
    const bytes = nbirth(4, 1_000);
    const buffer = Buffer.concat([Buffer.from([0x0a, 0xff]), bytes, Buffer.from([0x18, 0x63])]);
    const read = readSparkplugPayload(buffer.subarray(2, 2 + bytes.length), undefined);
    assert.deepEqual([read?.timestamp, read?.seq, read?.bdSeq], [1_000, 0, 4]);
  });

  it("may have fields of all types that don't count, in it and in its metrics", () => {
    const writer = new BinaryWriter();
    writeUncounted(writer, 4);
    writer.tag(2, WireType.LengthDelimited).fork();
    writer.tag(1, WireType.LengthDelimited).string("bdSeq");
    writeUncounted(writer, 12);
    writer.tag(11, WireType.Varint).uint64(4).join();
    writeUncounted(writer, 100_000);
    writer.tag(3, WireType.Varint).uint64(9);
    const read = readSparkplugPayload(writer.finish(), undefined);
    assert.deepEqual([read?.bdSeq, read?.seq], [4, 9]);
  });

  it("is none if a field that counts is of another type", () => {
    for (const field of [1, 3]) assert.equal(readSparkplugPayload(bytesField(field, [1]), undefined), undefined);
    const number = new BinaryWriter().tag(2, WireType.Varint).uint32(1).finish();
    assert.equal(readSparkplugPayload(number, undefined), undefined);
    for (const field of [2, 10, 11]) {
      assert.equal(readSparkplugPayload(bytesField(2, bytesField(field, [1])), undefined), undefined);
    }
  });

  it("is none if it has a group, with which all JSON objects begin", () => {
    const group = new BinaryWriter().tag(15, WireType.StartGroup).tag(15, WireType.EndGroup).finish();
    assert.equal(readSparkplugPayload(group, undefined), undefined);
    assert.equal(readSparkplugPayload(bytesField(2, group), undefined), undefined);
    assert.equal(readSparkplugPayload(Buffer.from('{"a":"b|"}'), undefined), undefined);
  });

  it("is none if a length in it reaches too far: over the end of all, or of the metric that it is in", () => {
    const huge = [0xff, 0xff, 0xff, 0xff, 0x0f];
    for (const field of [0x12, 0x22, 0x2a]) {
      assert.equal(readSparkplugPayload(Buffer.from([field, ...huge]), undefined), undefined);
      assert.equal(readSparkplugPayload(Buffer.from([0x12, 6, field, ...huge]), undefined), undefined);
    }
    const beyond = [0x12, 2, 0x0a, 5, ...Buffer.from("bdSeq"), 0x58, 4];
    assert.equal(readSparkplugPayload(Buffer.from(beyond), undefined), undefined);
  });

  it("may have messages in messages, and may not have groups in groups, however deep", () => {
    assert.notEqual(readSparkplugPayload(nested(20_000), undefined), undefined);
    assert.equal(readSparkplugPayload(Buffer.alloc(50_000, 0x0b), undefined), undefined);
  });

  it("is read in time linear in its length, however it is made", () => {
    const makers: ((size: number) => Uint8Array)[] = [
      (size) => Buffer.from(Array.from({ length: size }, () => [0x12, 0]).flat()),
      (size) => Buffer.from(Array.from({ length: size }, () => [0x08, 1]).flat()),
      (size) => sparkplugBytes({ metrics: Array.from({ length: size }, (_, alias) => ({ name: "bdSeq", alias })) }),
      (size) => sparkplugBytes({ metrics: [{ name: "n".repeat(10 * size), long: 1 }] }),
    ];
    for (const make of makers) {
      assertLinear((size) => {
        const bytes = make(size);
        return () => {
          for (let time = 0; time < 5; time += 1) readSparkplugPayload(bytes, 1);
        };
      });
    }
  }).timeout(30_000);

  it(`never throws and invents no types, of random and of mutated bytes (seed ${SEED})`, () => {
    const random = new SeededRandom();
    const valid = sparkplugBytes({ timestamp: 1486144502122, seq: 3, metrics: [{ name: "bdSeq", alias: 7, long: 4 }] });
    const readable = { random: 0, mutated: 0 };
    for (let round = 0; round < ROUNDS; round += 1) {
      const kind = random.pick(["random", "mutated"] as const);
      const read = readSparkplugPayload(kind === "random" ? garbage(random) : mutated(valid, random), 7);
      if (read === undefined) continue;
      readable[kind] += 1;
      for (const value of Object.values(read))
        assert.ok(value === undefined || (Number.isInteger(value) && value >= 0));
    }
    assert.ok(readable.mutated > ROUNDS / 50 && readable.random < ROUNDS / 10, JSON.stringify(readable));
  });
});

/** Fields from a number on: a fixed32, a fixed64, a varint and bytes. */
function writeUncounted(writer: BinaryWriter, first: number): void {
  writer.tag(first, WireType.LengthDelimited).bytes(Buffer.from("bdSeq"));
  writer.tag(first, WireType.Bit32).fixed32(5);
  writer.tag(first, WireType.Bit64).fixed64(6);
  writer.tag(first, WireType.Varint).uint64(18_446_744_073_709_551_615n);
}

function bytesField(field: number, bytes: ArrayLike<number>): Uint8Array {
  return new BinaryWriter().tag(field, WireType.LengthDelimited).bytes(Uint8Array.from(bytes)).finish();
}

/** A metric with a template in it, with one in that, and so on. */
function nested(depth: number): Uint8Array {
  const heads: Uint8Array[] = [];
  for (let level = 0, length = 0; level < depth; level += 1) {
    const head = new BinaryWriter().tag(18, WireType.LengthDelimited).uint32(length).finish();
    heads.push(head);
    length += head.length;
  }
  return bytesField(2, Buffer.concat(heads.reverse()));
}

function garbage(random: SeededRandom): Uint8Array {
  return Uint8Array.from({ length: 1 + random.below(40) }, () => random.below(256));
}

function mutated(bytes: Uint8Array, random: SeededRandom): Uint8Array {
  const made = [...bytes];
  for (let times = random.below(3); times >= 0; times -= 1) {
    made.splice(random.below(made.length + 1), random.below(3), ...garbage(random).subarray(0, random.below(3)));
  }
  return Uint8Array.from(made);
}
