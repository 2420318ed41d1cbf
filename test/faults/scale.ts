/** How much the fault tests do. */
export interface Scale {
  /** Whether each test says what it counted. */
  readonly isTold: boolean;
  /** Messages sent while the broker is down. */
  readonly outage: number;
  /** Messages of a stream whose link is cut, or whose broker is restarted or killed. */
  readonly stream: number;
  /** Seconds over which they are sent. */
  readonly streamSeconds: number;
  /** QoS 2 messages to a mosquitto that knows nothing of us. */
  readonly strangers: number;
  /** Messages, one of which the broker hangs up on. */
  readonly hangingUp: number;
  /** Messages that wait on disk while Node-RED is killed. */
  readonly backlog: number;
  /** How often Node-RED is killed in the middle of a stream. */
  readonly kills: number;
  /** Messages in each of those streams. */
  readonly killedStream: number;
  /** Messages sent at a limited rate. */
  readonly paced: number;
  /** Messages a second. */
  readonly drainRate: number;
  /** Seconds of disturbances of all kinds. */
  readonly soakSeconds: number;
  /** Messages at most before each. */
  readonly soakBurst: number;
  /** How many times as large the heap may be in the end: what grows is compiled code, which is in it, too. */
  readonly soakGrowth: number;
  /** Where messages wait in the tests that don't need one of them. */
  readonly queues: readonly ("memory" | "disk")[];
  /** Milliseconds a test waits for what has to come. */
  readonly patience: number;
}

const SHORT: Scale = {
  isTold: false,
  outage: 100,
  stream: 2_000,
  streamSeconds: 2,
  strangers: 400,
  hangingUp: 300,
  backlog: 500,
  kills: 5,
  killedStream: 400,
  paced: 300,
  drainRate: 250,
  soakSeconds: 5,
  soakBurst: 200,
  soakGrowth: 1.2,
  queues: ["memory"],
  patience: 30_000,
};

const LONG: Scale = {
  isTold: true,
  outage: 100,
  stream: 20_000,
  streamSeconds: 5,
  strangers: 2_000,
  hangingUp: 1_000,
  backlog: 500,
  kills: 50,
  killedStream: 1_000,
  paced: 20_000,
  drainRate: 2_000,
  soakSeconds: 600,
  soakBurst: 1_000,
  soakGrowth: 1.08,
  queues: ["memory", "disk"],
  patience: 120_000,
};

/** `npm run test:faults` does it at length. */
export const scale = process.env["FAULT_TESTS"] === "long" ? LONG : SHORT;
