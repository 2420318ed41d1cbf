import assert from "node:assert/strict";
import type { Packet } from "mqtt-packet";
import { Journal } from "../support/journal";
import { accepted, startPeer, type PeerConnection, type ScriptedPeer } from "../support/scripted-peer";
import type { Sender } from "./telemetry-flow";
import { tell } from "./tell";
import { useTelemetry } from "./use-telemetry";

/** Milliseconds a connection has to close in, its flow being stopped. */
const MOST = 2_000;
const SOME = 5;
const NUMBERS = ["0", "1", "2", "3", "4"];

describe("messages that the broker hasn't acknowledged when their flow is stopped", () => {
  const telemetry = useTelemetry();
  let peer: ScriptedPeer;
  let published: Journal<string>;
  let acknowledges: boolean;
  beforeEach(async () => {
    published = new Journal("published");
    acknowledges = false;
    peer = await startPeer(answer);
  });
  afterEach(() => peer.stop());

  for (const queue of ["memory", "disk"] as const) {
    const fate = queue === "memory" ? "are raised" : "are sent by the next connection";

    it(`${fate} after a deploy that changes the broker node (queue ${queue})`, async () => {
      const gateway = await telemetry.gateway([sender(queue)]);
      await gateway.feed({ from: 0, to: SOME });
      assert.deepEqual(await published.take(SOME), NUMBERS);
      acknowledges = true;
      const begun = performance.now();
      const deployed = gateway.deploy([sender(queue, { keepalive: 30 })], "nodes");
      await peer.closed.next();
      const lasted = Math.round(performance.now() - begun);
      await deployed;
      tell({ closedAfterMilliseconds: lasted });
      assert.ok(lasted < MOST, `closed after ${lasted} ms`);
      if (queue === "disk") assert.deepEqual(await published.take(SOME), NUMBERS);
      else assert.deepEqual(numbers(await gateway.says("raised", SOME)), NUMBERS);
      assert.deepEqual(gateway.complaints(), []);
    });
  }

  it("on disk are sent by the next process after a stop", async () => {
    const gateway = await telemetry.gateway([sender("disk")]);
    await gateway.feed({ from: 0, to: SOME });
    assert.deepEqual(await published.take(SOME), NUMBERS);
    acknowledges = true;
    const begun = performance.now();
    const restarted = gateway.nodeRed.restart();
    await peer.closed.next();
    const lasted = Math.round(performance.now() - begun);
    await restarted;
    tell({ closedAfterMilliseconds: lasted });
    assert.ok(lasted < MOST, `closed after ${lasted} ms`);
    assert.deepEqual(await published.take(SOME), NUMBERS);
    assert.deepEqual(gateway.complaints(), []);
  });

  function sender(queue: string, config: object = {}): Sender {
    return { name: "stopped", qos: 1, config: { uri: peer.uri, queue, ...config } };
  }

  function answer(packet: Packet, connection: PeerConnection): void {
    if (packet.cmd === "connect") connection.send(accepted());
    if (packet.cmd === "pingreq") connection.send({ cmd: "pingresp" });
    if (packet.cmd !== "publish") return;
    published.add(String(packet.payload));
    if (acknowledges) connection.send({ cmd: "puback", messageId: packet.messageId ?? 0, reasonCode: 0 });
  }
});

/** The numbers of lines `<number> <code>`. */
function numbers(raised: readonly string[]): (string | undefined)[] {
  return raised.map((line) => line.split(" ")[0]);
}
