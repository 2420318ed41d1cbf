import { isDeepStrictEqual } from "node:util";
import type { Clock, Timer } from "../clock";
import type { Connection } from "./connection";
import { reportSharedIdentities, type IdentifiedConnection } from "./shared-identities";

/** Node-RED's event bus, as far as it is used here. */
export interface RuntimeEvents {
  on(event: string, listener: (payload?: RuntimeEvent) => void): unknown;
  off(event: string, listener: (payload?: RuntimeEvent) => void): unknown;
}

/** What Node-RED's events carry, as far as it is used here. */
export interface RuntimeEvent {
  readonly id?: string;
  /** Of `flows:*` events: what is deployed, the same object from one deploy to the next. */
  readonly config?: object;
  readonly payload?: { readonly error?: string };
}

/** A connection as deploys see it. */
export type DeployedConnection = IdentifiedConnection & Pick<Connection, "hold" | "release" | "close">;

interface Parked<C> {
  readonly connection: C;
  readonly wanted: object;
}

/** Milliseconds a connection waits for the next instance of its config node. */
const PARKED_FOR = 10_000;

/**
 * Carries connections over deploys. Node-RED closes and remakes config nodes, in its default Full deploy all of them:
 * a connection whose settings stay the same is parked meanwhile, and what it gives up in between isn't unsubscribed.
 * Listens to the runtime only while there are connections, with one set of listeners for all.
 */
export class Deploys<C extends DeployedConnection> {
  readonly #events: RuntimeEvents;
  readonly #clock: Clock;
  readonly #live = new Map<string, Parked<C>>();
  readonly #parked = new Map<string, Parked<C>>();
  /** Those that are new with the deploy. */
  readonly #created = new Set<C>();
  readonly #listeners = new Map<string, (event?: RuntimeEvent) => void>([
    ["flows:stopping", (event) => this.#stopping(event?.config)],
    ["flows:started", (event) => this.#started(event?.config)],
    ["runtime-event", (event) => this.#releaseIfFailed(event)],
  ]);
  /** Of the flows that run, or are to run. */
  #config: object | undefined;
  /** Runs while a deploy does. */
  #deadline: Timer | undefined;

  constructor(events: RuntimeEvents, clock: Clock) {
    this.#events = events;
    this.#clock = clock;
  }

  /**
   * The connection of a config node: the one it had before the deploy, or a new one.
   * @param wanted all that makes the connection what it is; compared by value
   */
  connection(nodeId: string, wanted: object, create: () => C): C {
    this.#listen();
    const connection = this.#adopt(nodeId, wanted) ?? this.#hold(create());
    this.#live.set(nodeId, { connection, wanted });
    return connection;
  }

  /** The config node closes. @param isRemoved whether it won't come back */
  leave(nodeId: string, isRemoved: boolean, done: () => void): void {
    const left = this.#live.get(nodeId);
    this.#live.delete(nodeId);
    if (left === undefined) return done();
    // Where one is parked already, this one came in its place and has been held ever since: it never connected.
    if (this.#deadline !== undefined && !isRemoved && !this.#parked.has(nodeId)) {
      this.#parked.set(nodeId, left);
      return done();
    }
    this.#unlistenIfAlone();
    left.connection.close(done);
  }

  #hold(created: C): C {
    if (this.#deadline === undefined) return created;
    created.hold();
    this.#created.add(created);
    return created;
  }

  #adopt(nodeId: string, wanted: object): C | undefined {
    const parked = this.#parked.get(nodeId);
    if (parked === undefined || !isDeepStrictEqual(parked.wanted, wanted)) return undefined;
    this.#parked.delete(nodeId);
    return parked.connection;
  }

  /** A stop without new flows is no deploy but the end: nobody will come back. */
  #stopping(config: object | undefined): void {
    if (config === this.#config) return this.#stopTheClock();
    this.#config = config;
    for (const { connection } of this.#live.values()) connection.hold();
    this.#deadline?.cancel();
    this.#deadline = this.#clock.after(PARKED_FOR, () => this.#release());
  }

  #started(config: object | undefined): void {
    this.#config = config;
    this.#release();
    reportSharedIdentities([...this.#live.values()].map(({ connection }) => connection));
  }

  /** A deploy with a missing node type, say, stops the flows and never starts them. */
  #releaseIfFailed(event: RuntimeEvent | undefined): void {
    if (event?.id === "runtime-state" && event.payload?.error !== undefined) this.#release();
  }

  /** A new connection may have the client id of one that ends: it waits, so that neither pushes the other out. */
  #release(): void {
    this.#stopTheClock();
    const ending = [...this.#parked.values()];
    this.#parked.clear();
    for (const { connection } of this.#live.values()) {
      if (ending.length === 0 || !this.#created.has(connection)) connection.release();
    }
    let left = ending.length;
    for (const { connection } of ending) {
      connection.close(() => {
        left -= 1;
        if (left === 0) this.#releaseCreated();
      });
    }
    if (left === 0) this.#created.clear();
    this.#unlistenIfAlone();
  }

  /** The next deploy may have begun, and releases them then. */
  #releaseCreated(): void {
    if (this.#deadline !== undefined) return;
    for (const connection of this.#created) connection.release();
    this.#created.clear();
  }

  #listen(): void {
    if (this.#live.size + this.#parked.size > 0) return;
    for (const [event, listener] of this.#listeners) this.#events.on(event, listener);
  }

  #unlistenIfAlone(): void {
    if (this.#live.size + this.#parked.size > 0) return;
    this.#stopTheClock();
    for (const [event, listener] of this.#listeners) this.#events.off(event, listener);
  }

  #stopTheClock(): void {
    this.#deadline?.cancel();
    this.#deadline = undefined;
  }
}
