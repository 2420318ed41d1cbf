import assert from "node:assert/strict";
import { setImmediate as turn } from "node:timers/promises";
import { generate } from "mqtt-packet";
import { accepted } from "../../../support/scripted-peer";
import { heapUsed } from "../../heap-used";
import { message, request, send, useLinks } from "./link-bench";

describe("a link to a broker that breaks the rules of MQTT", () => {
  const open = useLinks();

  it("is closed, and says what was wrong", async () => {
    const { broker, closed } = await open();
    broker.send({ cmd: "pingreq" });
    const { code, values, progress } = await closed.next();
    assert.deepEqual([code, progress], ["protocol-error", "accepted"]);
    assert.equal((values as { detail: string }).detail, "PINGREQ is for clients to send");
  });

  it("does nothing any more of what comes behind: what can't be trusted is neither dispatched nor answered", async () => {
    const { broker, closed, received, sent } = await open({ version: 4 });
    const rest = [message("t/2", 0), message("t/3", 1)].map((packet) => generate(packet));
    broker.send(Buffer.concat([generate(message("t/1", 0)), generate({ cmd: "pingreq" }), ...rest]));
    await closed.next();
    for (let count = 0; count < 20; count += 1) await turn();
    assert.deepEqual(
      received.all.map(({ topic }) => topic),
      ["t/1"],
    );
    assert.deepEqual(sent.all, []);
  });

  it("is closed for a SUBACK that answers more or fewer filters than were asked", async () => {
    for (const granted of [[0], [0, 0, 0]]) {
      const bench = await open({
        script: ({ cmd, messageId = 0 }, broker) => {
          if (cmd === "subscribe") broker.send({ cmd: "suback", messageId, granted });
        },
      });
      bench.link.subscribe(request("a", "b"), () => undefined);
      const { code, values } = await bench.closed.next();
      assert.equal(code, "protocol-error");
      assert.equal((values as { detail: string }).detail, `SUBACK with ${granted.length} codes for 2 filters`);
    }
  });

  it("is closed for a property that MQTT.js would throw at", async () => {
    const twice = Buffer.from([0x20, 9, 0, 0, 6, 0x13, 0, 5, 0x13, 0, 6]);
    const { closed } = await open({ connack: twice, awaitConnack: false });
    assert.equal((await closed.next()).code, "protocol-error");
  });

  it("is closed for a CONNACK without a code, which MQTT.js would wait behind for ever", async () => {
    for (const version of [4, 5] as const) {
      const { closed } = await open({ version, connack: Buffer.from([0x20, 0]), awaitConnack: false });
      assert.equal((await closed.next()).code, "protocol-error");
    }
  });

  it("keeps no room for a packet that is only announced", async () => {
    const { broker, link, acknowledged, closed } = await open();
    const before = heapUsed() + process.memoryUsage().arrayBuffers;
    send(link, "t", 1);
    broker.send({ cmd: "puback", messageId: 1 });
    broker.send(Buffer.from([0x30, 0xff, 0xff, 0xff, 0x7f, 0xff, 0xff, 0x61]));
    await acknowledged.next();
    for (let count = 0; count < 20; count += 1) await turn();
    const kept = heapUsed() + process.memoryUsage().arrayBuffers - before;
    assert.ok(kept < 1_048_576, `${kept} bytes`);
    assert.deepEqual(closed.all, []);
  });

  it("is closed when a packet begins that is larger than we allow", async () => {
    const { broker, closed } = await open({ saved: { properties: { maximumPacketSize: 1_000 } } });
    broker.send(Buffer.from([0x30, 0xff, 0xff, 0xff, 0x7f]));
    const { code, values } = await closed.next();
    assert.equal(code, "protocol-error");
    assert.equal((values as { detail: string }).detail, "a packet of 268435460 bytes");
  });

  for (const cmd of ["puback", "pubrec", "pubcomp"] as const) {
    it(`is closed for a ${cmd.toUpperCase()} that answers a SUBSCRIBE`, async () => {
      const { broker, link, sent, closed } = await open();
      const codes: (readonly number[])[] = [];
      link.subscribe(request("a"), (answered) => codes.push(answered));
      const { messageId = 0 } = await sent.next();
      broker.send({ cmd, messageId, reasonCode: 0 });
      assert.equal((await closed.next()).code, "protocol-error");
      assert.deepEqual(codes.flat(), [], "nothing was granted");
    });
  }

  it("isn't closed for what does no harm", async () => {
    const bench = await open();
    for (const cmd of ["puback", "pubrec", "pubrel", "pubcomp"] as const) bench.broker.send({ cmd, messageId: 9 });
    bench.broker.send({ cmd: "pingresp" });
    bench.broker.send(message("t"));
    await bench.received.next();
    assert.deepEqual(bench.closed.all, []);
    bench.broker.send(accepted());
    assert.equal((await bench.closed.next()).code, "protocol-error");
  });
});
