import assert from "node:assert/strict";
import { generate, type Packet } from "mqtt-packet";
import { PacketMeter } from "../../../../nodes/lib/connection/link/packet-meter";
import { SEED, SeededRandom } from "../../seeded-random";

describe("a packet meter", () => {
  it("finds a packet too large as soon as its fixed header has come", () => {
    const meter = new PacketMeter(1_000);
    assert.equal(meter.excess(Buffer.from([0x30])), 0);
    assert.equal(meter.excess(Buffer.from([0xff, 0xff, 0xff])), 0);
    assert.equal(meter.excess(Buffer.from([0x7f])), 268_435_455 + 5);
  });

  it("counts the header in, and allows exactly the limit", () => {
    for (const length of [0, 1, 125, 126, 127, 128, 129, 16_383, 16_384, 2_097_151, 2_097_152]) {
      const packet = message(length);
      assert.equal(new PacketMeter(packet.length).excess(packet), 0, `${length} bytes`);
      assert.equal(new PacketMeter(packet.length - 1).excess(packet), packet.length, `${length} bytes`);
    }
  });

  it("finds it behind others, within one chunk and across many", () => {
    const packets = [message(5), generate({ cmd: "pingresp" }), message(300), message(0), message(2_000), message(1)];
    const bytes = Buffer.concat(packets);
    for (const size of [1, 2, 3, 7, 100, 301, bytes.length]) {
      const meter = new PacketMeter(1_000);
      const found = chunks(bytes, () => size).map((chunk) => meter.excess(chunk));
      assert.equal(
        found.find((excess) => excess > 0),
        message(2_000).length,
        `chunks of ${size}`,
      );
    }
  });

  it(`finds nothing where nothing is too large, however it is cut (TEST_SEED=${SEED})`, () => {
    const random = new SeededRandom();
    const packets = Array.from({ length: 500 }, () => message(random.below(400)));
    const meter = new PacketMeter(Math.max(...packets.map(({ length }) => length)));
    for (const chunk of chunks(Buffer.concat(packets), () => 1 + random.below(600))) {
      assert.equal(meter.excess(chunk), 0);
    }
  });

  it("leaves a length of more than four bytes to the parser", () => {
    const meter = new PacketMeter(1_000_000_000);
    assert.equal(meter.excess(Buffer.from([0x30, 0xff, 0xff, 0xff, 0xff, 0x7f])), 0);
  });
});

function message(length: number): Buffer {
  const packet: Packet = {
    cmd: "publish",
    topic: "t",
    payload: Buffer.alloc(length),
    qos: 0,
    dup: false,
    retain: false,
  };
  return generate(packet);
}

function chunks(bytes: Buffer, size: () => number): Buffer[] {
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const piece = bytes.subarray(at, at + size());
    pieces.push(piece);
    at += piece.length;
  }
  return pieces;
}
