import assert from "node:assert/strict";
import type { IPublishPacket } from "mqtt";
import { Acknowledgements } from "../../../../nodes/lib/connection/link/acknowledgements";
import type { Receipt } from "../../../../nodes/lib/messages/receipt";
import { SEED, SeededRandom } from "../../seeded-random";
import { message } from "./link-bench";

describe("acknowledgements", () => {
  it("are four bytes with the packet identifier", () => {
    const { written, receive } = bench();
    receive(0x1234).release();
    assert.deepEqual(written, ["40021234"]);
  });

  it("leave at once for a message that nobody holds, and only once however often it is released", () => {
    const { sent, receive } = bench();
    const receipt = receive(1);
    assert.deepEqual(sent(), []);
    receipt.release();
    receipt.release();
    receipt.hold();
    receipt.release();
    assert.deepEqual(sent(), [1]);
  });

  it("wait for everybody who holds a message", () => {
    const { sent, receive } = bench();
    const receipt = receive(1);
    receipt.hold();
    receipt.hold();
    for (const expected of [[], [], [1]]) {
      receipt.release();
      assert.deepEqual(sent(), expected);
    }
  });

  it("leave in the order in which the messages came, whatever is released first [MQTT-4.6.0-2]", () => {
    const { sent, receive } = bench();
    const [first, second, third, fourth] = [receive(7), receive(3), receive(9), receive(1)];
    third.release();
    second.release();
    assert.deepEqual(sent(), []);
    first.release();
    assert.deepEqual(sent(), [7, 3, 9]);
    fourth.release();
    receive(7).release();
    assert.deepEqual(sent(), [7, 3, 9, 1, 7]);
  });

  it("name each message by an id that no other has, on this link or another", () => {
    const [one, other] = [bench(), bench()];
    const receipts = [one.receive(1), one.receive(2), one.receive(1), other.receive(1)];
    const ids = receipts.map(({ id }) => id);
    assert.equal(new Set(ids).size, 4);
    assert.deepEqual(
      receipts.map(({ id }) => id),
      ids,
    );
  });

  it("are none of QoS 0 and QoS 2", () => {
    const { acknowledgements } = bench();
    assert.equal(acknowledgements.receive(claimed(message("t", 0))), undefined);
    assert.equal(acknowledgements.receive(claimed(message("t", 2))), undefined);
  });

  it("know a repeated message by DUP and an identifier that they have not acknowledged yet", () => {
    const { acknowledgements, receive } = bench();
    const repeats = (qos: 1 | 2, messageId: number, dup: boolean): boolean =>
      acknowledgements.isRepeated(claimed({ ...message("t", qos, messageId), dup }));
    const receipt = receive(5);
    assert.equal(repeats(1, 5, true), true);
    assert.deepEqual([repeats(1, 5, false), repeats(1, 6, true), repeats(2, 5, true)], [false, false, false]);
    receipt.release();
    assert.equal(repeats(1, 5, true), false);
  });

  it("are none any more once they are closed", () => {
    const { acknowledgements, sent, receive } = bench();
    const [first, second] = [receive(1), receive(2)];
    second.release();
    acknowledgements.close();
    first.release();
    receive(3).release();
    assert.deepEqual(sent(), []);
  });

  it(`come once for each message and in order, whatever is held and released (seed ${SEED})`, () => {
    for (let round = 0; round < 100; round += 1) turmoil(new SeededRandom(SEED + round), `round ${round}`);
  });
});

/** Holds and releases at random; each step sees what it must, and at the end all is acknowledged. */
function turmoil(random: SeededRandom, context: string): void {
  const { sent, receive } = bench();
  const messages: { receipt: Receipt; holds: number }[] = [];
  for (let step = 0; step < 200 || messages.some(({ holds }) => holds > 0); step += 1) {
    if (step < 200 && random.below(3) === 0) messages.push({ receipt: receive(messages.length + 1), holds: 1 });
    const held = messages.filter(({ holds }) => holds > 0);
    if (held.length === 0) continue;
    const one = random.pick(held);
    const isHold = step < 200 && random.below(3) === 0;
    one.holds += isHold ? 1 : -1;
    if (isHold) one.receipt.hold();
    else one.receipt.release();
    const blocked = messages.findIndex(({ holds }) => holds > 0);
    const free = blocked === -1 ? messages.length : blocked;
    assert.deepEqual(
      sent(),
      messages.slice(0, free).map((_, index) => index + 1),
      context,
    );
  }
}

function bench(): {
  acknowledgements: Acknowledgements;
  /** Hexadecimal. */
  written: string[];
  /** The packet identifiers of what was written. */
  sent: () => number[];
  receive: (messageId: number) => Receipt;
} {
  const written: string[] = [];
  const acknowledgements = new Acknowledgements((bytes) => written.push(bytes.toString("hex")));
  const receive = (messageId: number): Receipt => {
    const receipt = acknowledgements.receive(claimed(message("t", 1, messageId)));
    assert.ok(receipt);
    return receipt;
  };
  return { acknowledgements, written, sent: () => written.map((bytes) => parseInt(bytes.slice(4), 16)), receive };
}

/** As MQTT.js hands it on. */
function claimed(packet: IPublishPacket): IPublishPacket {
  new Acknowledgements(() => undefined).claim(packet);
  return packet;
}
