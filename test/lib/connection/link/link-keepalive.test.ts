import assert from "node:assert/strict";
import type { Packet } from "mqtt-packet";
import type { Journal } from "../../../support/journal";
import { ManualClock } from "../../../support/manual-clock";
import { accepted } from "../../../support/scripted-peer";
import { message, send, useLinks } from "./link-bench";

describe("the keepalive of a link", () => {
  const open = useLinks();

  it("sends PINGREQ every keepalive", async () => {
    const clock = new ManualClock();
    const { sent, received, broker } = await open({ clock, saved: { keepalive: 10 } });
    for (let round = 0; round < 3; round += 1) {
      clock.advance(10_000);
      await pinged(sent);
      broker.send({ cmd: "pingresp" });
      broker.send(message("t"));
      await received.next();
    }
    assert.equal(sent.all.length, 3);
  });

  it("is the server's if it names one [MQTT-3.2.2-21]", async () => {
    const clock = new ManualClock();
    const { sent } = await open({ clock, saved: { keepalive: 60 }, connack: accepted({ serverKeepAlive: 5 }) });
    clock.advance(5_000);
    await pinged(sent);
  });

  it("is the server's where ours is off, and off where the server's is", async () => {
    const clock = new ManualClock();
    const on = await open({ clock, saved: { keepalive: 0 }, connack: accepted({ serverKeepAlive: 5 }) });
    const off = await open({ clock, saved: { keepalive: 5 }, connack: accepted({ serverKeepAlive: 0 }) });
    clock.advance(1_000_000);
    await on.closed.next(({ code }) => code === "keepalive-timeout");
    assert.deepEqual([off.sent.all, off.closed.all], [[], []]);
  });

  it("ends a link whose broker says nothing for 1.5 x keepalive", async () => {
    const clock = new ManualClock();
    const { closed } = await open({ clock, saved: { keepalive: 10 } });
    clock.advance(15_000);
    assert.deepEqual((await closed.next()).code, "keepalive-timeout");
    assert.equal(clock.pending, 0);
  });

  for (const qos of [0, 1] as const) {
    it(`ends it also while messages of QoS ${qos} are sent all the time`, async () => {
      const clock = new ManualClock();
      const { link, closed, sent } = await open({ clock, saved: { keepalive: 10 } });
      for (let second = 0; second < 15; second += 1) {
        send(link, "t", qos);
        await sent.next(({ cmd }) => cmd === "publish");
        assert.deepEqual(closed.all, [], `after ${second} s`);
        clock.advance(1_000);
      }
      assert.equal((await closed.next()).code, "keepalive-timeout");
    });
  }

  it("takes messages for a sign of life, though PINGREQ isn't answered", async () => {
    const clock = new ManualClock();
    const { closed, received, broker } = await open({ clock, saved: { keepalive: 10 } });
    for (let second = 0; second < 100; second += 14) {
      broker.send(message("t"));
      await received.next();
      clock.advance(14_000);
    }
    assert.deepEqual(closed.all, []);
  });

  it("hears what has come but wasn't read yet when it looks at the clock", async () => {
    const clock = new ManualClock();
    const { closed, sent, received, broker } = await open({ clock, saved: { keepalive: 10 } });
    clock.advance(10_000);
    await pinged(sent);
    broker.send({ cmd: "pingresp" });
    clock.advance(5_000);
    broker.send(message("t"));
    await received.next();
    assert.deepEqual(closed.all, []);
  });
});

async function pinged(sent: Journal<Packet>): Promise<void> {
  await sent.next(({ cmd }) => cmd === "pingreq");
}
