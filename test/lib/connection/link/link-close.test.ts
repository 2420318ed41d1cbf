import assert from "node:assert/strict";
import { systemClock } from "../../../../nodes/lib/clock";
import { Leftovers } from "../../../support/leftovers";
import { accepted, refused } from "../../../support/scripted-peer";
import { message, publication, request, send, useLinks, type LinkBench, type LinkChoices } from "./link-bench";

/** How a link may come to its end, and what it says then. */
const ENDS: Readonly<
  Record<string, readonly [code: string, end: (bench: LinkBench) => unknown, choices?: LinkChoices]>
> = {
  "that ends": ["connection-lost", ({ link }) => link.end()],
  "that is destroyed": ["connection-lost", ({ link }) => link.destroy()],
  "that ends with messages in flight": [
    "connection-lost",
    ({ link }) => {
      for (const qos of [0, 1, 2] as const) send(link, "t", qos);
      link.subscribe(request("a"), () => undefined);
      link.end();
    },
  ],
  "that ends while it is held": [
    "connection-lost",
    ({ link, broker }) => {
      link.pause();
      broker.send(message("t", 1));
      link.end();
    },
  ],
  "that is destroyed before CONNACK": [
    "connection-lost",
    ({ link }) => link.destroy(),
    { connack: Buffer.alloc(0), awaitConnack: false },
  ],
  "that is destroyed in a session that goes on": [
    "connection-lost",
    async ({ link, sent }) => {
      link.publish(publication("t", 2), 1, true);
      await sent.next(({ cmd }) => cmd === "publish");
      link.destroy();
    },
    { connack: accepted({}, true), saved: { cleanSession: false, clientId: "c" } },
  ],
  "that has something to send that can't be written": [
    "connection-failed",
    ({ link }) => link.publish({ ...publication("t"), topic: "t".repeat(65_536) }, 0, false),
  ],
  "that is reset": ["connection-lost", ({ broker }) => broker.reset()],
  "that the broker closes": ["connection-lost", ({ broker }) => broker.close()],
  "whose broker breaks the rules": ["protocol-error", ({ broker }) => broker.send({ cmd: "pingreq" })],
  "that the broker refuses": ["not-authorised", () => undefined, { connack: refused(0x87), awaitConnack: false }],
  "that finds its broker silent": ["keepalive-timeout", () => undefined, { saved: { keepalive: 1 } }],
  "that waits in vain for CONNACK": [
    "connack-timeout",
    () => undefined,
    { connack: Buffer.alloc(0), awaitConnack: false, saved: { connectTimeout: 1 } },
  ],
};

describe("a link", () => {
  const open = useLinks();

  for (const [which, [code, end, choices]] of Object.entries(ENDS)) {
    it(`${which} says so once, and leaves neither timer nor socket`, async () => {
      const leftovers = new Leftovers();
      const bench = await open({ clock: systemClock, ...choices });
      assert.notEqual(leftovers.count, 0);
      await end(bench);
      assert.equal((await bench.closed.next()).code, code);
      assert.deepEqual(await leftovers.remaining(), []);
      bench.link.destroy();
      bench.link.end();
      bench.link.pause();
      bench.link.resume();
      assert.equal(bench.closed.all.length, 1);
    });
  }
});
