import assert from "node:assert/strict";
import { setImmediate as turn } from "node:timers/promises";
import { generate, type Packet } from "mqtt-packet";
import type { Receipt } from "../../../../nodes/lib/messages/receipt";
import type { ReceivedMessage } from "../../../../nodes/lib/messages/received-message";
import { ManualClock } from "../../../support/manual-clock";
import { accepted, type PeerConnection } from "../../../support/scripted-peer";
import { message, request, send, useLinks, type LinkBench, type LinkChoices } from "./link-bench";

/** A broker that answers everything. */
const OBLIGING = ({ cmd, messageId = 0, ...packet }: Packet, broker: PeerConnection): void => {
  if (cmd === "pingreq") broker.send({ cmd: "pingresp" });
  if (cmd === "subscribe") broker.send({ cmd: "suback", messageId, granted: [1] });
  if (cmd === "pubrec") broker.send({ cmd: "pubrel", messageId });
  if (cmd === "publish" && "qos" in packet && packet.qos === 1) broker.send({ cmd: "puback", messageId });
};

describe("a link whose messages are held", () => {
  const openLink = useLinks();
  let held: Receipt[] = [];
  beforeEach(() => (held = []));

  for (const version of [4, 5] as const) {
    it(`acknowledges in the order in which they came, though later ones are released first: version ${version}`, async () => {
      const bench = await open({ version });
      await receive(bench, message("hold/1", 1, 11), message("free/2", 1, 12), message("hold/3", 1, 13));
      held[1]?.release();
      assert.deepEqual(await acknowledged(bench), []);
      held[0]?.release();
      assert.deepEqual(await acknowledged(bench), [11, 12, 13]);
    });
  }

  it("gives a receipt to QoS 1 messages only, and says of each which QoS it had", async () => {
    const bench = await open();
    await receive(bench, message("t/0", 0), message("t/1", 1, 1), message("t/2", 2, 2));
    assert.deepEqual(
      bench.received.all.map(({ qos, receipt }) => [qos, receipt !== undefined]),
      [
        [0, false],
        [1, true],
        [2, false],
      ],
    );
  });

  it("hears of its own messages and SUBSCRIBEs, and of what the broker sends otherwise", async () => {
    const bench = await open();
    await receive(bench, message("hold/1", 1, 1));
    send(bench.link, "ours", 1);
    await bench.acknowledged.next();
    await new Promise((answered) => bench.link.subscribe(request("a"), answered));
    await receive(bench, message("t/0", 0), message("t/2", 2, 2));
    await bench.sent.next(({ cmd }) => cmd === "pubcomp");
    assert.deepEqual(await acknowledged(bench), []);
  });

  it("goes on pinging, and hears the answers: it isn't taken for lost", async () => {
    const clock = new ManualClock();
    const bench = await open({ clock, saved: { keepalive: 10 } });
    await receive(bench, message("hold/1", 1, 1));
    for (let count = 0; count < 5; count += 1) {
      clock.advance(10_000);
      await bench.sent.next(({ cmd }) => cmd === "pingreq");
      // Comes behind the PINGRESP.
      await receive(bench, message("t", 0));
    }
    assert.deepEqual(bench.closed.all, []);
  });

  it("can end a message by what the broker says of a message that it caused", async () => {
    const bench = await open({
      dispatch: (received) => {
        held.push(hold(received));
        send(bench.link, "result", 1);
        return 1;
      },
    });
    bench.broker.send(message("task", 1, 9));
    await bench.acknowledged.next();
    held[0]?.release();
    assert.deepEqual(await acknowledged(bench), [9]);
  });

  it("acknowledges what the broker sends again behind its CONNACK", async () => {
    const options = { protocolVersion: 4 };
    const again = generate({ ...message("theirs", 1, 5), dup: true }, options);
    const bench = await openLink({
      version: 4,
      saved: { cleanSession: false, clientId: "c" },
      connack: Buffer.concat([generate(accepted({}, true), options), again]),
    });
    assert.equal((await bench.sent.next()).messageId, 5);
  });

  it("acknowledges nothing behind DISCONNECT [MQTT-3.14.4-1]", async () => {
    const bench = await open();
    await receive(bench, message("hold/1", 1, 1), message("hold/2", 1, 2));
    held[0]?.release();
    bench.link.end();
    held[1]?.release();
    await bench.sent.next(({ cmd }) => cmd === "disconnect");
    await bench.closed.next();
    assert.deepEqual(
      bench.sent.all.map(({ cmd }) => cmd),
      ["puback", "disconnect"],
    );
  });

  for (const [how, close] of Object.entries({
    "we have destroyed it": ({ link }: LinkBench) => link.destroy(),
    "the broker has broken the rules": ({ broker }: LinkBench) => broker.send({ cmd: "pingreq" }),
    "the broker has closed it": ({ broker }: LinkBench) => broker.close(),
    "the broker has reset it": ({ broker }: LinkBench) => broker.reset(),
  })) {
    it(`does nothing when they are released after ${how}`, async () => {
      const bench = await open();
      await receive(bench, message("hold/1", 1, 1));
      close(bench);
      await bench.closed.next();
      held[0]?.release();
      for (let count = 0; count < 20; count += 1) await turn();
      assert.deepEqual([bench.sent.all, bench.closed.all.length], [[], 1]);
    });
  }

  it("acknowledges them while the link is held too, but not what waits to be dispatched", async () => {
    const bench = await open();
    await receive(bench, message("hold/1", 1, 1));
    bench.link.pause();
    bench.broker.send(message("free/2", 1, 2));
    held[0]?.release();
    assert.deepEqual(await acknowledged(bench), [1]);
    bench.link.resume();
    await bench.received.next(({ topic }) => topic === "free/2");
    assert.deepEqual(await acknowledged(bench), [1, 2]);
  });

  it("takes a message that is repeated before its acknowledgement for the same one", async () => {
    const bench = await open();
    await receive(bench, message("hold/1", 1, 1));
    bench.broker.send({ ...message("hold/1", 1, 1), dup: true });
    await receive(bench, message("free/2", 1, 2));
    assert.equal(held.length, 1);
    held[0]?.release();
    assert.deepEqual(await acknowledged(bench), [1, 2]);
  });

  it("takes it for a new one after its acknowledgement, whatever DUP says [MQTT-4.3.2-5]", async () => {
    const bench = await open();
    await receive(bench, message("free/1", 1, 1));
    assert.deepEqual(await acknowledged(bench), [1]);
    await receive(bench, { ...message("free/1", 1, 1), dup: true });
    assert.deepEqual(await acknowledged(bench), [1, 1]);
  });

  it("loses nothing of a broker that uses an identifier again too early: each message is acknowledged", async () => {
    const bench = await open();
    await receive(bench, message("hold/1", 1, 1), message("hold/2", 1, 1));
    for (const receipt of held) receipt.release();
    assert.deepEqual(await acknowledged(bench), [1, 1]);
  });

  it("takes any number of them in its stride", async () => {
    const bench = await open();
    const count = 10_000;
    for (let id = 1; id <= count; id += 1) bench.broker.send(message("hold", 1, id));
    while (held.length < count) await bench.received.next();
    for (const receipt of held.reverse()) receipt.release();
    const ids = await acknowledged(bench);
    assert.deepEqual([ids.length, ids.every((id, index) => id === index + 1)], [count, true]);
  });

  it("gives nobody what comes of a kept session after its end, since it comes again on the next link", async () => {
    for (const [cleanSession, expected] of [
      [false, ["t/1"]],
      [true, ["t/1", "t/2"]],
    ] as const) {
      const seen: string[] = [];
      const bench: LinkBench = await openLink({
        script: OBLIGING,
        version: 4,
        saved: { cleanSession, clientId: "me" },
        dispatch: ({ topic }) => {
          seen.push(topic);
          bench.link.end();
          return 1;
        },
      });
      const chunk = [1, 2].map((id) => generate(message(`t/${id}`, 1, id), { protocolVersion: 4 }));
      bench.broker.send(Buffer.concat(chunk));
      await bench.closed.next();
      assert.deepEqual(seen, expected);
    }
  });

  /** A link that answers and holds the messages whose topic says so. */
  function open(choices: LinkChoices = {}): Promise<LinkBench> {
    const dispatch = (received: ReceivedMessage): number => {
      if (received.topic.startsWith("hold")) held.push(hold(received));
      return 1;
    };
    return openLink({ script: OBLIGING, dispatch, ...choices });
  }
});

function hold({ receipt }: ReceivedMessage): Receipt {
  assert.ok(receipt);
  receipt.hold();
  return receipt;
}

/** The broker sends messages, and the link receives them. */
async function receive({ broker, received }: LinkBench, ...messages: Packet[]): Promise<void> {
  for (const packet of messages) broker.send(packet);
  await received.take(messages.length);
}

/** What the broker has been told up to now. */
async function acknowledged(bench: LinkBench): Promise<number[]> {
  send(bench.link, "mark", 0);
  await bench.sent.next((packet) => packet.cmd === "publish" && packet.topic === "mark");
  return confirmed(bench);
}

function confirmed({ sent }: LinkBench): number[] {
  return sent.all.filter(({ cmd }) => cmd === "puback").map(({ messageId = 0 }) => messageId);
}
