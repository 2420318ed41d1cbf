import type { Mosquitto } from "../support/mosquitto";
import type { DeployType, RealNodeRed } from "../support/real-node-red";
import type { TcpProxy } from "../support/tcp-proxy";
import { soakFlow, type SoakVersion } from "./soak-flow";

/** Whom they happen to. */
export interface Disturbed {
  readonly nodeRed: RealNodeRed;
  readonly link: TcpProxy;
  readonly broker: Mosquitto;
}

/** What happens to a Node-RED in the course of time, but for its own end. */
export class Disturbances {
  /** One of each kind. */
  readonly kinds: readonly (() => Promise<void>)[];
  readonly #disturbed: Disturbed;
  #version: SoakVersion = { name: "0", label: "0", keepalive: 1, publishes: true };
  #changes = 0;
  #endings = 0;

  constructor(disturbed: Disturbed) {
    const { link, broker } = disturbed;
    this.#disturbed = disturbed;
    this.kinds = [
      this.#ending(() => link.reset()),
      this.#ending(() => link.cut()),
      this.#ending(() => link.halfOpen()),
      this.#ending(() => broker.restart()),
      this.#ending(() => this.deploy({ keepalive: 3 - this.#version.keepalive }, "nodes")),
      () => this.deploy({}, "full"),
      () => this.deploy({ label: this.#changed() }, "flows"),
      () => this.deploy({ name: this.#changed() }, "nodes"),
      () => this.#removeAndAdd(),
    ];
  }

  /** How many have ended connections. */
  get endings(): number {
    return this.#endings;
  }

  /** Deploys the flow with something changed. */
  async deploy(changes: Partial<SoakVersion>, type: DeployType): Promise<void> {
    const { nodeRed, link } = this.#disturbed;
    this.#version = { ...this.#version, ...changes };
    await nodeRed.deploy(soakFlow(link.uri, this.#version), type);
  }

  #ending(disturb: () => Promise<void> | void): () => Promise<void> {
    return async () => {
      this.#endings += 1;
      await disturb();
    };
  }

  async #removeAndAdd(): Promise<void> {
    await this.deploy({ publishes: false }, "nodes");
    await this.deploy({ publishes: true }, "nodes");
  }

  #changed(): string {
    this.#changes += 1;
    return String(this.#changes);
  }
}
