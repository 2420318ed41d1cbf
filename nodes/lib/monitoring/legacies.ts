import { isDeepStrictEqual } from "node:util";
import type { PresenceSettings } from "../presence/presence-settings";
import type { Predecessor } from "./monitor";

/** What a closed node leaves to its next instance. */
export interface Legacy extends Predecessor {
  readonly settings: PresenceSettings;
  /** It knows only what came over this connection. */
  readonly connection: object;
  /** How that stood: another state may follow a loss that nobody has heard of. */
  readonly state: object;
  /** Whether the roster has changed since it was sent. */
  readonly isRosterDue: boolean;
}

/**
 * Carries what is known of devices over deploys: Node-RED remakes all nodes in its default Full deploy, and who has
 * changed nothing is to be told nothing again.
 */
export class Legacies {
  readonly #left = new Map<string, Legacy>();

  leave(nodeId: string, legacy: Legacy): void {
    this.#left.set(nodeId, legacy);
  }

  /** The next instance is of no use: what is known goes out of date. */
  drop(nodeId: string): void {
    this.#left.delete(nodeId);
  }

  /** @returns undefined if there is nothing, or if it is of another connection or of other settings */
  take(nodeId: string, settings: PresenceSettings, connection: object): Legacy | undefined {
    const left = this.#left.get(nodeId);
    this.#left.delete(nodeId);
    const isSame = left?.connection === connection && isDeepStrictEqual(left.settings, settings);
    return isSame ? left : undefined;
  }
}
