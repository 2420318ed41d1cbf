import assert from "node:assert/strict";
import { setImmediate as turn } from "node:timers/promises";
import { generate, type Packet } from "mqtt-packet";
import type { ReceivedMessage } from "../../../../nodes/lib/messages/received-message";
import type { Journal } from "../../../support/journal";
import { ManualClock } from "../../../support/manual-clock";
import type { PeerConnection } from "../../../support/scripted-peer";
import { heapUsed } from "../../heap-used";
import { message, send, useLinks, type LinkBench } from "./link-bench";

const FLOOD = 10_000;
/** QoS 2 messages a broker sends before the first of them is complete. */
const WINDOW = 20;
const MEGABYTE = 1_048_576;

describe("a link that is held", function () {
  this.timeout(30_000);
  const open = useLinks();

  for (const version of [4, 5] as const) {
    for (const qos of [0, 1, 2] as const) {
      it(`dispatches ${FLOOD} messages of QoS ${qos} only when it is released, once and in order: version ${version}`, async () => {
        const source = new Source(version, qos);
        const bench = await open({ version, script: source.script });
        bench.link.pause();
        await begin(bench, source.first);
        await stalled(bench.broker);
        assert.deepEqual([topics(bench.received), confirmed(bench.sent.all)], [[], []]);
        bench.link.resume();
        await bench.received.next(({ topic }) => topic === numbered.at(-1));
        assert.deepEqual(topics(bench.received), numbered);
        if (qos === 0) return;
        await bench.sent.next((packet) => confirmed([packet])[0] === FLOOD);
        assert.equal(confirmed(bench.sent.all).length, FLOOD);
      });
    }
  }

  it("keeps little of a flood in memory: the rest waits at the broker", async () => {
    const bench = await open();
    const bytes = Buffer.concat(Array(20_000).fill(large));
    bench.link.pause();
    const before = memoryUsed();
    bench.broker.send(bytes);
    await stalled(bench.broker);
    const kept = memoryUsed() - before;
    assert.ok(bench.broker.unsent > 5 * MEGABYTE, `the broker keeps ${bench.broker.unsent} bytes`);
    assert.ok(kept < 2 * MEGABYTE, `${kept} bytes are kept`);
    bench.link.resume();
    while (bench.received.all.length < 20_000) await turn();
    assert.deepEqual(bench.closed.all, []);
  });

  it("dispatches in order what comes while it is held and released again and again", async () => {
    const source = new Source(4, 1);
    const bench = await open({ version: 4, script: source.script });
    bench.broker.send(source.first);
    while (bench.received.all.length < FLOOD) {
      bench.link.pause();
      await turn();
      bench.link.resume();
      bench.link.resume();
      await turn();
    }
    assert.deepEqual(topics(bench.received), numbered);
  });

  it("acknowledges the message that was being dispatched when the hold came, and no other", async () => {
    const bench: LinkBench = await open({
      dispatch: () => {
        bench.link.pause();
        return 1;
      },
    });
    bench.broker.send(message("t/1", 1, 1));
    bench.broker.send(message("t/2", 1, 2));
    assert.equal((await bench.sent.next()).messageId, 1);
    await settled();
    assert.deepEqual(topics(bench.received), ["t/1"]);
    assert.equal(bench.sent.all.length, 1);
  });

  it("still sends our messages, and answers and hears of them where nothing waits", async () => {
    const bench = await open();
    bench.link.pause();
    send(bench.link, "ours", 1);
    const { messageId = 0 } = await bench.sent.next(({ cmd }) => cmd === "publish");
    bench.broker.send({ cmd: "puback", messageId, reasonCode: 0 });
    await bench.acknowledged.next();
  });

  it("goes on pinging, and isn't ended for the silence of a broker that it doesn't listen to", async () => {
    const clock = new ManualClock();
    const bench = await open({ clock, saved: { keepalive: 10 } });
    bench.link.pause();
    clock.advance(100_000);
    await bench.sent.take(10);
    assert.deepEqual(bench.closed.all, []);
    bench.link.resume();
    clock.advance(15_000);
    assert.equal((await bench.closed.next()).code, "keepalive-timeout");
  });

  for (const [how, close] of Object.entries({
    "we destroy it": ({ link }: LinkBench) => link.destroy(),
    "we end it": ({ link }: LinkBench) => link.end(),
    "the broker resets it": ({ broker }: LinkBench) => broker.reset(),
  })) {
    it(`drops what waits, neither dispatched nor acknowledged, when ${how}`, async () => {
      const bench = await open();
      bench.link.pause();
      await begin(bench, generate(message("t/1", 1, 1), { protocolVersion: 5 }));
      await settled();
      close(bench);
      await bench.closed.next();
      bench.link.resume();
      bench.link.pause();
      bench.link.resume();
      await settled();
      assert.deepEqual(topics(bench.received), []);
      assert.deepEqual(confirmed(bench.sent.all), []);
    });
  }

  it("says DISCONNECT when it ends, however much waits", async () => {
    const bench = await open();
    bench.link.pause();
    bench.broker.send(Buffer.concat(Array(20_000).fill(large)));
    await stalled(bench.broker);
    bench.link.end();
    await bench.sent.next(({ cmd }) => cmd === "disconnect");
    await bench.closed.next();
    assert.deepEqual(topics(bench.received), []);
  });
});

/** More than any socket buffers. */
const large = generate({ ...message("t"), payload: Buffer.alloc(1_000) }, { protocolVersion: 5 });

const numbered = Array.from({ length: FLOOD }, (_, index) => `t/${index + 1}`);

/** A broker that sends all numbered messages: QoS 2 a window at a time, the others at once. */
class Source {
  /** What it begins with. */
  readonly first: Buffer;
  readonly #rest: Buffer[];

  constructor(protocolVersion: 4 | 5, qos: 0 | 1 | 2) {
    const packets = numbered.map((topic, index) => generate(message(topic, qos, index + 1), { protocolVersion }));
    this.first = Buffer.concat(packets.splice(0, qos === 2 ? WINDOW : FLOOD));
    this.#rest = packets;
  }

  readonly script = ({ cmd, messageId = 0 }: Packet, broker: PeerConnection): void => {
    if (cmd === "pubrec") broker.send({ cmd: "pubrel", messageId });
    if (cmd === "pubcomp") broker.send(this.#rest.shift() ?? Buffer.alloc(0));
  };
}

/** Resolves when the link has begun to read what the broker sends. */
async function begin({ link, broker, acknowledged }: LinkBench, bytes: Buffer): Promise<void> {
  send(link, "ours", 1);
  broker.send(Buffer.concat([generate({ cmd: "puback", messageId: 1 }), bytes]));
  await acknowledged.next();
}

/** Resolves when the broker can send no more. */
async function stalled(broker: PeerConnection): Promise<void> {
  let before: number;
  do {
    before = broker.unsent;
    await settled();
  } while (broker.unsent !== before);
}

/** Turns in which what can happen at once happens. */
async function settled(): Promise<void> {
  for (let count = 0; count < 50; count += 1) await turn();
}

function topics(received: Journal<ReceivedMessage>): string[] {
  return received.all.map(({ topic }) => topic);
}

/** The identifiers of messages of the broker's that the link has confirmed for good, in order. */
function confirmed(packets: readonly Packet[]): number[] {
  return packets.filter(({ cmd }) => cmd === "puback" || cmd === "pubcomp").map(({ messageId = 0 }) => messageId);
}

function memoryUsed(): number {
  return heapUsed() + process.memoryUsage().arrayBuffers;
}
