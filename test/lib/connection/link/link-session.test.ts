import assert from "node:assert/strict";
import { IncomingStore } from "../../../../nodes/lib/connection/link/incoming-store";
import { accepted } from "../../../support/scripted-peer";
import { message, publication, send, useLinks, type LinkBench } from "./link-bench";

const KEPT = { cleanSession: false, clientId: "kept" };

describe("a link in a session that the broker has kept", () => {
  const open = useLinks();

  for (const version of [4, 5] as const) {
    it(`is connected at once, and sends all that was in flight without waiting for an answer: version ${version}`, async () => {
      const bench = await open({ version, saved: KEPT, connack: accepted({}, true) });
      bench.link.publish(publication("t/1", 1), 3, true);
      bench.link.release(1);
      bench.link.publish(publication("t/2", 2), 2, true);
      send(bench.link, "new", 1, 4);
      const packets = await bench.sent.take(4);
      assert.deepEqual(
        packets.map((packet) => [packet.cmd, packet.messageId, packet.cmd === "publish" && packet.dup]),
        [
          ["publish", 3, true],
          ["pubrel", 1, false],
          ["publish", 2, true],
          ["publish", 4, false],
        ],
      );
    });
  }

  it("gives a message of QoS 2 that had come before once, when its PUBREL comes", async () => {
    const incoming = await halfReceived();
    const bench = await open({ saved: KEPT, incoming, connack: accepted({}, true) });
    await releaseTwice(bench);
    assert.deepEqual(
      bench.received.all.map(({ topic }) => topic),
      ["half"],
    );
  });

  it("gives no message of a session that the broker has forgotten", async () => {
    const incoming = await halfReceived();
    const bench = await open({ saved: KEPT, incoming, connack: accepted({}, false) });
    await releaseTwice(bench);
    assert.deepEqual(bench.received.all, []);
  });

  /** What is left of a link that was lost between PUBREC and PUBREL. */
  async function halfReceived(): Promise<IncomingStore> {
    const incoming = new IncomingStore();
    const { broker, sent, closed } = await open({ saved: KEPT, incoming });
    broker.send(message("half", 2, 5));
    await sent.next(({ cmd }) => cmd === "pubrec");
    broker.reset();
    await closed.next();
    return incoming;
  }

  async function releaseTwice({ broker, sent }: LinkBench): Promise<void> {
    for (let count = 0; count < 2; count += 1) {
      broker.send({ cmd: "pubrel", messageId: 5 });
      await sent.next(({ cmd }) => cmd === "pubcomp");
    }
  }
});
