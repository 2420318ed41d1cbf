import assert from "node:assert/strict";
import { IncomingStore } from "../../nodes/lib/connection/link/incoming-store";
import type { Receipt } from "../../nodes/lib/messages/receipt";
import type { ReceivedMessage } from "../../nodes/lib/messages/received-message";
import { openLink, request, send } from "../lib/connection/link/link-bench";
import { mosquittoMissing, startMosquitto, type Mosquitto } from "../support/mosquitto";
import { needs } from "../support/needs";

/** QoS 1 messages that the broker sends ahead of their acknowledgements. */
const WINDOW = 5;

describe("a link to mosquitto whose messages are held", () => {
  needs(mosquittoMissing());
  let broker: Mosquitto;
  let held: Receipt[];
  let openNext: () => ReturnType<typeof openLink>;

  afterEach(() => broker.stop());

  for (const version of [4, 5] as const) {
    describe(`over MQTT ${version === 5 ? "5" : "3.1.1"}`, () => {
      beforeEach(async () => {
        broker = await startMosquitto({ lines: [`max_inflight_messages ${WINDOW}`] });
        held = [];
        const saved = { cleanSession: false, clientId: "holder", properties: { receiveMaximum: WINDOW } };
        const choices = { version, incoming: new IncomingStore(), saved };
        openNext = () => openLink(broker.uri, { ...choices, dispatch: hold });
      });

      it("gets the broker's window and more as they are released; its own messages and those of QoS 0 go on", async () => {
        const { link, received } = await subscribed();
        assert.deepEqual(numbers(received.all), [1, 2, 3, 4, 5]);
        for (let number = 6; number <= 10; number += 1) {
          held.shift()?.release();
          if (!numbers(received.all).includes(number)) await received.next(({ topic }) => topic === `n/${number}`);
        }
        assert.deepEqual(numbers(received.all), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
        link.destroy();
      });

      it("gets again on the next link what it has not acknowledged, and in order", async () => {
        const { link, closed } = await subscribed();
        for (const receipt of held.splice(0, 3)) receipt.release();
        await pingPong(link);
        // Waits behind the fourth for its turn to be acknowledged.
        held[1]?.release();
        await pingPong(link);
        link.destroy();
        await closed.next();
        const next = openNext();
        for (let number = 4; number <= 10; number += 1) {
          assert.equal((await next.received.next()).topic, `n/${number}`);
          held.at(-1)?.release();
        }
        next.link.destroy();
      });
    });
  }

  /** A link that has sent itself ten messages of QoS 1, all acknowledged by the broker, and one of QoS 0. */
  async function subscribed(): Promise<ReturnType<typeof openLink>> {
    const bench = openNext();
    await bench.connected.next();
    await new Promise((answered) => bench.link.subscribe(request("n/#"), answered));
    for (let number = 1; number <= 10; number += 1) send(bench.link, `n/${number}`, 1);
    await bench.acknowledged.take(10);
    send(bench.link, "n/mark", 0);
    await bench.received.next(({ topic }) => topic === "n/mark");
    return bench;
  }

  function hold({ receipt }: ReceivedMessage): number {
    receipt?.hold();
    if (receipt !== undefined) held.push(receipt);
    return 1;
  }
});

/** Resolves when the broker has taken all that was written before. */
function pingPong(link: ReturnType<typeof openLink>["link"]): Promise<unknown> {
  return new Promise((answered) => link.subscribe(request("pong"), answered));
}

function numbers(messages: readonly ReceivedMessage[]): number[] {
  return messages.map(({ topic }) => Number(topic.slice(2))).filter((number) => !Number.isNaN(number));
}
