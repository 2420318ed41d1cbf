import { startMosquitto, type Mosquitto, type MosquittoOptions } from "../support/mosquitto";
import type { NodeRedOptions } from "../support/real-node-red";
import { startTcpProxy, type Eavesdropper, type TcpProxy } from "../support/tcp-proxy";
import { CountingSubscriber } from "./counting-subscriber";
import type { Sender } from "./telemetry-flow";
import { TelemetryGateway } from "./telemetry-gateway";

/** A mosquitto that keeps all it gets, over restarts too, and doesn't wait for more bytes before it writes. */
export const KEEPING = [
  "persistence true",
  "persistence_location ./",
  "max_queued_messages 1000000",
  "set_tcp_nodelay true",
] as const;

/** The same, which saves what it has twenty times in so many messages: what came since then it loses when it is killed. */
export function savingOften(messages: number): string[] {
  return [...KEEPING, `autosave_interval ${messages / 20}`, "autosave_on_changes true"];
}

/** The parts of a way from a flow to a subscriber. */
export class Telemetry {
  readonly #started: { stop(): Promise<void> }[] = [];

  async broker(lines: MosquittoOptions["lines"] = KEEPING): Promise<Mosquitto> {
    return this.keep(await startMosquitto({ lines, isQuiet: true }));
  }

  async link(broker: Mosquitto, eavesdrop?: () => Eavesdropper): Promise<TcpProxy> {
    return this.keep(await startTcpProxy(broker.port, eavesdrop));
  }

  async gateway(senders: readonly Sender[], options?: NodeRedOptions): Promise<TelemetryGateway> {
    return this.keep(await TelemetryGateway.start(senders, options));
  }

  /** Counts what the sender of that name publishes. */
  async subscriber({ uri }: Mosquitto, sender: string): Promise<CountingSubscriber> {
    return this.keep(await CountingSubscriber.start(uri, `telemetry/${sender}`, 2));
  }

  /** Sees how far that sender has come, and may miss some messages. */
  async onlooker({ uri }: Mosquitto, sender: string): Promise<CountingSubscriber> {
    return this.keep(await CountingSubscriber.start(uri, `telemetry/${sender}`, 0));
  }

  /** Stops the parts there are, the last first. */
  async stop(): Promise<void> {
    for (const part of this.#started.splice(0).reverse()) await part.stop();
  }

  /** Stops one more part in the end. */
  keep<T extends { stop(): Promise<void> }>(part: T): T {
    this.#started.push(part);
    return part;
  }
}
