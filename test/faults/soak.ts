import { SeededRandom } from "../lib/seeded-random";
import type { Mosquitto } from "../support/mosquitto";
import type { TcpProxy } from "../support/tcp-proxy";
import type { CountingSubscriber } from "./counting-subscriber";
import { Disturbances } from "./disturbances";
import { scale } from "./scale";
import type { TelemetryGateway } from "./telemetry-gateway";

/** Who takes part. */
export interface SoakParts {
  readonly gateway: TelemetryGateway;
  readonly link: TcpProxy;
  readonly broker: Mosquitto;
  /** Sees what has come to the end of its way. */
  readonly onlooker: CountingSubscriber;
  /** Who count it, and are away while something happens. */
  readonly subscribers: readonly CountingSubscriber[];
}

/** Bursts of messages through a gateway, and a disturbance in each. */
export class Soak {
  readonly disturbances: Disturbances;
  readonly #parts: SoakParts;
  readonly #random = new SeededRandom();
  #sent = 0;

  constructor(parts: SoakParts) {
    this.#parts = parts;
    this.disturbances = new Disturbances({ ...parts, nodeRed: parts.gateway.nodeRed });
  }

  /** Messages of each stream. */
  get sent(): number {
    return this.#sent;
  }

  /** Each kind of disturbance once, in random order; resolves when all messages have arrived. */
  async round(): Promise<void> {
    const kinds = [...this.disturbances.kinds];
    while (kinds.length > 0) {
      const [disturb] = kinds.splice(this.#random.below(kinds.length), 1);
      await this.#begunBurst();
      await disturb?.();
      await this.#parts.onlooker.connected();
    }
    await Promise.all(this.#parts.subscribers.map((subscriber) => this.#counts(subscriber)));
  }

  /** Resolves when some of a burst are at the end of their way. */
  async #begunBurst(): Promise<void> {
    const from = this.#sent;
    this.#sent += 1 + this.#random.below(scale.soakBurst);
    await this.#parts.gateway.feed({ from, to: this.#sent });
    await this.#parts.onlooker.reached(from + this.#random.below(this.#sent - from));
  }

  async #counts(subscriber: CountingSubscriber): Promise<void> {
    await subscriber.back();
    await subscriber.counted(this.#sent);
    await subscriber.leave();
  }
}
