import { mosquittoMissing, startMosquitto, type Mosquitto, type MosquittoOptions } from "../support/mosquitto";
import { needs } from "../support/needs";
import type { NodeRedOptions } from "../support/real-node-red";
import { startTcpProxy, type Eavesdropper, type TcpProxy } from "../support/tcp-proxy";
import { CountingSubscriber } from "./counting-subscriber";
import { scale } from "./scale";
import type { Sender } from "./telemetry-flow";
import { TelemetryGateway } from "./telemetry-gateway";

/** The parts of a way from a flow to a subscriber, which are stopped after each test. */
export interface Telemetry {
  broker(lines?: MosquittoOptions["lines"]): Promise<Mosquitto>;
  link(broker: Mosquitto, eavesdrop?: () => Eavesdropper): Promise<TcpProxy>;
  gateway(senders: readonly Sender[], options?: NodeRedOptions): Promise<TelemetryGateway>;
  /** Counts what the sender of that name publishes. */
  subscriber(broker: Mosquitto, sender: string): Promise<CountingSubscriber>;
  /** Sees how far that sender has come, and may miss some messages. */
  onlooker(broker: Mosquitto, sender: string): Promise<CountingSubscriber>;
}

/** A mosquitto that keeps all it gets, over restarts too, and doesn't wait for more bytes before it writes. */
export const KEEPING = [
  "persistence true",
  "persistence_location ./",
  "max_queued_messages 1000000",
  "set_tcp_nodelay true",
] as const;

/** Gives the tests of a describe block the parts they ask for. */
export function useTelemetry(): Telemetry {
  needs(mosquittoMissing());
  const started: { stop(): Promise<void> }[] = [];
  before(function () {
    this.test?.parent?.timeout(4 * scale.patience);
  });
  afterEach(async () => {
    for (const part of started.splice(0).reverse()) await part.stop();
  });
  const kept = <T extends { stop(): Promise<void> }>(part: T): T => {
    started.push(part);
    return part;
  };
  return {
    broker: async (lines = KEEPING) => kept(await startMosquitto({ lines, isQuiet: true })),
    link: async (broker, eavesdrop) => kept(await startTcpProxy(broker.port, eavesdrop)),
    gateway: async (senders, options) => kept(await TelemetryGateway.start(senders, options)),
    subscriber: async ({ uri }, sender) => kept(await CountingSubscriber.start(uri, `telemetry/${sender}`, 2)),
    onlooker: async ({ uri }, sender) => kept(await CountingSubscriber.start(uri, `telemetry/${sender}`, 0)),
  };
}
