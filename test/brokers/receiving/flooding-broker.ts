import type { IPublishPacket, Packet } from "mqtt-packet";
import { Journal } from "../../support/journal";
import { accepted, type PeerConnection } from "../../support/scripted-peer";

const PAYLOAD = Buffer.alloc(10_000, "x");
/** How many a flow has in it at a time, if it is asked to take no more. */
export const MOST = 10;

/** What the flow tells of itself. */
export interface Report {
  readonly count: number;
  /** How many it held at most at a time. */
  readonly most: number;
  /** Bytes in use, and not yet collected. */
  readonly memory: number;
}

/** Has each message for some milliseconds, ten at a time; tells at times how many were in it at most, and how much memory there is. */
const SLOW_JOB = `
const work = (msg) => {
  state.busy += 1;
  setTimeout(() => {
    state.busy -= 1;
    state.count += 1;
    const { heapUsed, external } = process.memoryUsage();
    const { count, most } = state;
    const report = (count === 1 || count % 500 === 0) && { payload: { count, most, memory: heapUsed + external } };
    node.send([msg, report || null]);
    if (state.waiting.length > 0) work(state.waiting.shift());
  }, 6);
};
const state = context.get("state") ?? { waiting: [], busy: 0, count: 0, most: 0 };
context.set("state", state);
state.most = Math.max(state.most, state.waiting.length + state.busy + 1);
if (state.busy < ${MOST}) work(msg);
else state.waiting.push(msg);
`;

/** A broker that has many messages, and sends as many at a time as MQTT 5 lets it [MQTT 5, 4.9]. */
export class FloodingBroker {
  readonly reports = new Journal<Report>("reports");
  /** The most that were sent and not acknowledged. */
  most = 0;
  readonly #messages: number;
  #window = 65_535;
  #sent = 0;
  #acknowledged = 0;

  constructor(messages: number) {
    this.#messages = messages;
  }

  /** Bytes of memory that the flow takes more in the second quarter than before: what it hasn't done yet, and garbage. */
  get grown(): number {
    const [before, ...reports] = this.reports.all;
    const quarter = reports.filter(({ count }) => count > this.#messages / 4 && count <= this.#messages / 2);
    return Math.min(...quarter.map(({ memory }) => memory)) - (before?.memory ?? 0);
  }

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
    while (this.#sent < this.#messages && this.#sent - this.#acknowledged < window) {
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

/** A flow with a slow job for each message, which it acknowledges when that is over. */
export function floodedFlow(uri: string): object[] {
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
