import { EventEmitter } from "node:events";
import { Deploys } from "../../../nodes/lib/connection/deploys";
import type { ClientIdentity } from "../../../nodes/lib/connection/shared-identities";
import type { MqttNodeError } from "../../../nodes/lib/errors";
import { ManualClock } from "../../support/manual-clock";

/** A connection that notes what becomes of it. */
class FakeConnection {
  readonly name: string;
  readonly identities: ClientIdentity[];
  readonly #log: string[];
  #whenClosed: (() => void)[] = [];

  constructor(name: string, log: string[], ...identities: string[]) {
    this.name = name;
    this.#log = log;
    this.identities = identities.map((clientId) => ({ address: "mqtt://h:1883", clientId }));
  }

  hold(): void {
    this.#log.push(`hold ${this.name}`);
  }

  release(): void {
    this.#log.push(`release ${this.name}`);
  }

  close(done: () => void): void {
    this.#log.push(`close ${this.name}`);
    this.#whenClosed.push(done);
  }

  troubled({ code, values }: MqttNodeError): void {
    this.#log.push(`${code} ${this.name} ${(values as { clientId: string }).clientId}`);
  }

  /** Its socket is closed. */
  closed(): void {
    this.#log.push(`${this.name} is closed`);
    for (const done of this.#whenClosed.splice(0)) done();
  }
}

/** A runtime that deploys, and config nodes with their connections. */
export class DeploysBench {
  readonly events = new EventEmitter();
  readonly clock = new ManualClock();
  readonly deploys = new Deploys<FakeConnection>(this.events, this.clock);
  readonly log: string[] = [];
  #config: object = {};

  /** A config node is made. @param wanted makes the connection what it is */
  make(id: string, name: string, wanted: object = { uri: "same" }, ...identities: string[]): FakeConnection {
    return this.deploys.connection(id, wanted, () => new FakeConnection(name, this.log, ...identities));
  }

  /** A config node closes. */
  leave(id: string, isRemoved = false): void {
    this.deploys.leave(id, isRemoved, () => this.log.push(`done ${id}`));
  }

  /** The first start, or the second half of a deploy. */
  start(): void {
    this.events.emit("flows:started", { config: this.#config });
  }

  /** The first half of a deploy. */
  stop(): void {
    this.#config = {};
    this.events.emit("flows:stopping", { config: this.#config });
  }

  shutDown(): void {
    this.events.emit("flows:stopping", { config: this.#config });
  }

  fail(): void {
    this.events.emit("runtime-event", { id: "runtime-state", payload: { state: "stop", error: "missing-types" } });
  }

  takeLog(): string[] {
    return this.log.splice(0);
  }
}

/** A bench whose flows run, with one connection that was just made. */
export function running(): { bench: DeploysBench; first: FakeConnection } {
  const bench = new DeploysBench();
  const first = bench.make("n", "first");
  bench.start();
  bench.takeLog();
  return { bench, first };
}
