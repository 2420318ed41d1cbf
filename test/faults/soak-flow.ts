import { telemetryFlow, type Sender } from "./telemetry-flow";

/** What deploys change in the flow. */
export interface SoakVersion {
  /** Of the nodes that pass on, and of their tab. */
  readonly name: string;
  readonly label: string;
  /** Seconds; of the connection whose messages wait on disk. */
  readonly keepalive: number;
  /** Whether there are the nodes that publish first. */
  readonly publishes: boolean;
}

/** The streams, each with a connection of its own. */
export const STREAMS = ["qos1", "qos2"] as const;

/** Under whose name the messages of a stream are published in the end. */
export function relayOf(stream: (typeof STREAMS)[number]): string {
  return `relayed-${stream}`;
}

const TAB = "relay";

/**
 * A flow in which each message goes to the broker, comes back and goes to it again, over one connection. Nothing may be lost
 * in it: the broker keeps the sessions, the messages of the connection that deploys change wait on disk (in memory they
 * would end in `node-closed`), and those of the other, which only faults end, in memory.
 */
export function soakFlow(uri: string, { name, label, keepalive, publishes }: SoakVersion): object[] {
  const kept = { uri, cleanSession: false };
  const senders: Sender[] = [
    { name: "qos1", qos: 1, config: { ...kept, clientId: "soak-qos1", queue: "memory", keepalive: 1 } },
    { name: "qos2", qos: 2, config: { ...kept, clientId: "soak-qos2", queue: "disk", keepalive } },
  ];
  return [
    ...telemetryFlow(senders).filter((node) => publishes || !("type" in node && node.type === "mqtt-out")),
    { id: TAB, type: "tab", label },
    ...STREAMS.flatMap((stream) => relay(stream, name)),
    { ...place("monitor"), type: "will-monitor", broker: "broker-qos1", convention: "tasmota", heartbeat: 60 },
  ];
}

function relay(stream: (typeof STREAMS)[number], name: string): object[] {
  const common = { name, broker: `broker-${stream}`, qos: stream === "qos1" ? 1 : 2 };
  const [from, to] = [`in-${stream}`, relayOf(stream)];
  return [
    { ...place(from), ...common, type: "mqtt-in", topic: `telemetry/${stream}`, datatype: "utf8", wires: [[to]] },
    { ...place(to), ...common, type: "mqtt-out", topic: `telemetry/${to}` },
  ];
}

function place(id: string): { id: string; z: string; x: number; y: number; wires: string[][] } {
  return { id, z: TAB, x: 100, y: 100, wires: [] };
}
