import assert from "node:assert/strict";
import type { IPublishPacket, Packet } from "mqtt-packet";
import { Journal } from "../../support/journal";
import { startNodeRed, type RealNodeRed } from "../../support/real-node-red";
import { accepted, startPeer, type PeerConnection, type ScriptedPeer } from "../../support/scripted-peer";

const PATIENCE = 60_000;
const MOST = 10;
const MESSAGES = 20_000;
const PAYLOAD = Buffer.alloc(10_000, "x");

/** Messages that a broker may be let send ahead of all acknowledgements. */
const WINDOW = 1_000;

/** What the flow tells of itself. */
interface Report {
  readonly count: number;
  /** How many it held at most at a time. */
  readonly most: number;
  /** Bytes in use, and not yet collected. */
  readonly memory: number;
}

/** Holds each message for some milliseconds; tells at times how many it held at most, and how much memory there is. */
const SLOW_JOB = `
const outstanding = (context.get("outstanding") ?? 0) + 1;
context.set("outstanding", outstanding);
context.set("most", Math.max(outstanding, context.get("most") ?? 0));
setTimeout(() => {
  context.set("outstanding", context.get("outstanding") - 1);
  const count = (context.get("count") ?? 0) + 1;
  context.set("count", count);
  const { heapUsed, external } = process.memoryUsage();
  const report = (count === 1 || count % 500 === 0) && { payload: { count, most: context.get("most"), memory: heapUsed + external } };
  node.send([msg, report || null]);
}, 6);
`;

/** A broker that has many messages, and sends as many at a time as MQTT 5 lets it [MQTT 5, 4.9]. */
class FloodingBroker {
  readonly reports = new Journal<Report>("reports");
  /** The most that were sent and not acknowledged. */
  most = 0;
  #window = 65_535;
  #sent = 0;
  #acknowledged = 0;

  /** What it does with a packet. */
  readonly take = (packet: Packet, connection: PeerConnection): void => {
    const messageId = packet.messageId ?? 0;
    if (packet.cmd === "connect") {
      this.#window = packet.properties?.receiveMaximum ?? this.#window;
      connection.send(accepted());
    }
    if (packet.cmd === "pingreq") connection.send({ cmd: "pingresp" });
    if (packet.cmd === "publish") this.#report(packet, connection);
    if (packet.cmd === "puback") this.#acknowledged += 1;
    if (packet.cmd === "subscribe") connection.send({ cmd: "suback", messageId, granted: [1] });
    if (packet.cmd === "puback" || packet.cmd === "subscribe") this.#send(connection);
  };

  /** The second message waits for the first, so that there is a report of before the flood. */
  #send(connection: PeerConnection): void {
    const window = this.#acknowledged === 0 ? 1 : this.#window;
    while (this.#sent < MESSAGES && this.#sent - this.#acknowledged < window) {
      this.#sent += 1;
      this.most = Math.max(this.most, this.#sent - this.#acknowledged);
      const messageId = this.#sent;
      connection.send({ cmd: "publish", topic: "job", payload: PAYLOAD, qos: 1, messageId, retain: false, dup: false });
    }
  }

  #report({ payload, messageId = 0 }: IPublishPacket, connection: PeerConnection): void {
    this.reports.add(JSON.parse(String(payload)) as Report);
    connection.send({ cmd: "puback", messageId, reasonCode: 0 });
  }
}

describe("20,000 messages of 10 kB for a slow flow that acknowledges", function () {
  this.timeout(120_000);
  let peer: ScriptedPeer;
  let nodeRed: RealNodeRed;
  let broker: FloodingBroker;
  beforeEach(async () => {
    broker = new FloodingBroker();
    peer = await startPeer(broker.take);
    nodeRed = await startNodeRed({ flow: plant(peer.uri) });
  });
  afterEach(async () => {
    await nodeRed.stop();
    await peer.stop();
  });

  it("are in it no more than maxUnacked at a time, wait at the broker, and leave the memory flat", async () => {
    const before = await broker.reports.next(undefined, PATIENCE);
    const last = await broker.reports.next(({ count }) => count === MESSAGES, PATIENCE);
    assert.equal(last.most, MOST);
    assert.ok(broker.most <= WINDOW, `${broker.most} sent ahead`);
    // Let in faster than they go, half of them or more would be there all through the first half: 100 MB.
    const firstHalf = broker.reports.all.filter(({ count }) => count > 1 && count <= MESSAGES / 2);
    const grown = Math.min(...firstHalf.map(({ memory }) => memory)) - before.memory;
    assert.ok(grown < 50_000_000, `${Math.round(grown / 1e6)} MB more`);
  });
});

function plant(uri: string): object[] {
  const place = { z: "tab", x: 100, y: 100 };
  const manual = { ack: "manual", maxUnacked: MOST, inputs: 1, datatype: "buffer" };
  const job = { func: SLOW_JOB, outputs: 2, libs: [{ var: "process", module: "process" }] };
  return [
    { id: "tab", type: "tab", label: "Plant" },
    { id: "broker", type: "broker-config", uri, protocolVersion: "5", cleanSession: false, clientId: "plant" },
    { ...place, id: "in", type: "mqtt-in", broker: "broker", topic: "job", ...manual, wires: [["job"]] },
    { ...place, id: "job", type: "function", ...job, wires: [["in"], ["out"]] },
    { ...place, id: "out", type: "mqtt-out", broker: "broker", topic: "seen", qos: 1, retain: "false", wires: [] },
  ];
}
