import type { Connection } from "./connection";

/** Node-RED's event bus, as far as it is used here. */
export interface RuntimeEvents {
  on(event: string, listener: (payload: RuntimeState) => void): unknown;
  off(event: string, listener: (payload: RuntimeState) => void): unknown;
}

/** What the runtime tells editors about itself, as far as it is used here. */
export interface RuntimeState {
  readonly id?: string;
  readonly payload?: { readonly error?: string };
}

type Held = Pick<Connection, "hold" | "release">;

/**
 * Holds connections while Node-RED deploys: what a deploy takes from the broker and gives back must not be
 * unsubscribed in between. Listens only while there are connections, however many, with one set of listeners.
 */
export class Deploys {
  readonly #events: RuntimeEvents;
  readonly #connections = new Set<Held>();
  readonly #listeners = new Map<string, (state: RuntimeState) => void>([
    ["flows:stopping", () => this.#forEach((connection) => connection.hold())],
    ["flows:started", () => this.#release()],
    ["runtime-event", (state) => this.#releaseIfFailed(state)],
  ]);

  constructor(events: RuntimeEvents) {
    this.#events = events;
  }

  follow(connection: Held): void {
    if (this.#connections.size === 0) {
      for (const [event, listener] of this.#listeners) this.#events.on(event, listener);
    }
    this.#connections.add(connection);
  }

  unfollow(connection: Held): void {
    this.#connections.delete(connection);
    if (this.#connections.size > 0) return;
    for (const [event, listener] of this.#listeners) this.#events.off(event, listener);
  }

  /** A deploy with a missing node type, say, stops the flows and never starts them. */
  #releaseIfFailed({ id, payload }: RuntimeState): void {
    if (id === "runtime-state" && payload?.error !== undefined) this.#release();
  }

  #release(): void {
    this.#forEach((connection) => connection.release());
  }

  #forEach(action: (connection: Held) => void): void {
    for (const connection of this.#connections) action(connection);
  }
}
