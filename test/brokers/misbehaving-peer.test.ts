import assert from "node:assert/strict";
import { setImmediate as turn } from "node:timers/promises";
import { useRuntime } from "../support/flow";
import { Journal } from "../support/journal";
import { connected, showing } from "../support/phrase";
import { accepted, refused } from "../support/scripted-peer";
import { useScriptedPeer } from "./facing-peer";

describe("a broker that misbehaves", () => {
  useRuntime();
  const facing = useScriptedPeer();

  it("is left and returned to when it sends what is no MQTT", async () => {
    const flow = await facing((packet, connection, count) => {
      if (packet.cmd === "connect") connection.send(accepted());
      if (packet.cmd === "subscribe" && count === 1) connection.send(Buffer.from([0xf0, 0xff, 0xff, 0xff, 0xff, 0x7f]));
    });
    await showing(flow, "in", "protocol-error");
    await connected(flow, "out");
  });

  it("is taken to know only 3.1.1 after it closed twice before CONNACK", async () => {
    const versions: unknown[] = [];
    const flow = await facing((packet, connection) => {
      if (packet.cmd !== "connect") return;
      versions.push(packet.protocolVersion);
      if (packet.protocolVersion === 5) connection.close();
      else connection.send(accepted());
    });
    await connected(flow, "out");
    assert.deepEqual(versions, [5, 5, 4]);
  });

  it("is asked in MQTT 5 again, never 3.1.1, while it is busy", async () => {
    const versions: unknown[] = [];
    const flow = await facing((packet, connection, count) => {
      if (packet.cmd !== "connect") return;
      versions.push(packet.protocolVersion);
      connection.send(count < 3 ? refused(0x89) : accepted());
    });
    await showing(flow, "in", "server-unavailable");
    await connected(flow, "out");
    assert.deepEqual(versions, [5, 5, 5]);
  });

  it("is quoted with the reason it gives for a refusal", async () => {
    const flow = await facing((packet, connection) => {
      if (packet.cmd === "connect") connection.send(refused(0x80, "out of coffee"));
    });
    await showing(flow, "in", "connect-refused");
    await flow.logged.next(({ msg }) => String(msg).endsWith("refused the login: out of coffee."));
  });

  it("is quoted with the reason for its DISCONNECT", async () => {
    const flow = await facing((packet, connection, count) => {
      if (packet.cmd === "connect") connection.send(accepted());
      if (packet.cmd === "subscribe" && count === 1) connection.send({ cmd: "disconnect", reasonCode: 0x8b });
    });
    await showing(flow, "in", "server-shutting-down");
  });

  it("is sent nothing any more after its DISCONNECT, even if it leaves the connection open", async () => {
    const published = new Journal<number>("connections of PUBLISHes");
    const flow = await facing((packet, connection, count) => {
      if (packet.cmd === "connect") connection.send(accepted());
      if (packet.cmd === "subscribe" && count === 1) connection.send({ cmd: "disconnect", reasonCode: 0x8b });
      if (packet.cmd !== "publish") return;
      published.add(count);
      connection.send({ cmd: "puback", messageId: packet.messageId ?? 0, reasonCode: 0 });
    });
    await showing(flow, "out", "server-shutting-down");
    flow.send("out", { topic: "plant/n", payload: 1, qos: 1 });
    assert.equal(await published.next(), 2);
  });

  it("that closes right after a flood has all of it delivered", async () => {
    const flow = await facing((packet, connection, count) => {
      if (packet.cmd === "connect") connection.send(accepted());
      if (packet.cmd === "subscribe" && count === 1) connection.end(Buffer.concat(Array(20_000).fill(message)));
    });
    const sink = flow.received("sink");
    while (sink.all.length < 20_000) await turn();
    assert.equal(sink.all.length, 20_000);
  });

  it("that doesn't answer a SUBSCRIBE leaves the node yellow", async () => {
    const flow = await facing((packet, connection) => {
      if (packet.cmd === "connect") connection.send(accepted());
    });
    await connected(flow, "out");
    assert.deepEqual(flow.statuses("in").all.at(-1)?.fill, "yellow");
  });

  it("that refuses a birth message is quoted in the log", async () => {
    const flow = await facing(
      (packet, connection) => {
        if (packet.cmd === "connect") connection.send(accepted());
        if (packet.cmd === "publish") {
          connection.send({ cmd: "puback", messageId: packet.messageId ?? 0, reasonCode: 0x87 });
        }
      },
      { birth: [{ topic: "plant/birth", qos: 1 }] },
    );
    await flow.logged.next(({ msg }) => /birth message was not published.*not authorized/.test(String(msg)));
  });
});

/** A small PUBLISH of QoS 0. */
const message = Buffer.from([0x30, 11, 0, 7, ...Buffer.from("plant/n"), 0, 0x31]);
