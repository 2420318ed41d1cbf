import { END } from "./counting-subscriber";

/** A broker-config and an mqtt-out with the same name that publishes under `telemetry/<name>`. */
export interface Sender {
  readonly name: string;
  readonly qos: 1 | 2;
  /** Of the broker-config. */
  readonly config: object;
  /** Whether Node-RED says which inputs were completed: `completed <name> <number>`. */
  readonly tellsCompleted?: boolean;
}

/** What is put into a flow: numbers from one on, before another. */
export interface Feed {
  readonly from: number;
  readonly to: number;
  /** Messages a second; default: all at once. */
  readonly rate?: number;
  /** The one among them with a payload of some kilobytes. */
  readonly large?: number;
}

/** The bytes of a large payload. */
export const LARGE = 3_000;

/** Where a flow is fed: POST of a {@link Feed}, answered when it is over; or of nothing, which feeds the end. */
export const FEED = "/feed";

const TAB = "telemetry";

/** A flow that publishes numbers through each sender. It says on its log what is raised: `raised <number> <code>`. */
export function telemetryFlow(senders: readonly Sender[]): object[] {
  return [
    { id: TAB, type: "tab", label: "Telemetry" },
    ...senders.flatMap(senderNodes),
    { ...place("feed"), type: "http in", url: FEED, method: "post", wires: [["source"]] },
    { ...place("source"), ...source, wires: [senders.map(({ name }) => `out-${name}`), ["fed"]] },
    { ...place("fed"), type: "http response" },
    { ...place("catch"), type: "catch", scope: null, uncaught: false, wires: [["raised"]] },
    { ...place("raised"), ...saying("`raised ${Number(msg.payload)} ${msg.error.code}`") },
  ];
}

function senderNodes({ name, qos, config, tellsCompleted = false }: Sender): object[] {
  const completed = [
    { ...place(`complete-${name}`), type: "complete", scope: [`out-${name}`], wires: [[`completed-${name}`]] },
    { ...place(`completed-${name}`), ...saying(`\`completed ${name} \${msg.payload}\``) },
  ];
  return [
    { id: `broker-${name}`, type: "broker-config", reconnectMin: 1, reconnectMax: 1, queueLimit: 1_000_000, ...config },
    { ...place(`out-${name}`), type: "mqtt-out", broker: `broker-${name}`, topic: `telemetry/${name}`, qos },
    ...(tellsCompleted ? completed : []),
  ];
}

const source = {
  type: "function",
  outputs: 2,
  func: `
    const { from, to, rate, large } = msg.payload;
    if (from === undefined) return [{ payload: ${JSON.stringify(END)} }, msg];
    const start = Date.now();
    let next = from;
    const feed = () => {
      const due = rate === undefined ? to : Math.min(to, from + (rate * (Date.now() - start)) / 1000);
      for (; next < due; next += 1) node.send({ payload: next === large ? String(next).padEnd(${LARGE}) : next });
      if (next < to) setTimeout(feed, 10);
      else node.send([null, msg]);
    };
    feed();`,
};

/** A function node that writes a line to Node-RED's log, which is there before the message goes on. */
function saying(expression: string): object {
  return { type: "function", outputs: 0, func: `node.log(${expression});` };
}

function place(id: string): { id: string; z: string; x: number; y: number; wires: string[][] } {
  return { id, z: TAB, x: 100, y: 100, wires: [] };
}
