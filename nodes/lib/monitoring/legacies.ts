import { isDeepStrictEqual } from "node:util";
import type { Presence } from "../presence/presence";
import type { PresenceSettings } from "../presence/presence-settings";

/** What a closed node leaves to its next instance. */
export interface Legacy {
  readonly presence: Presence;
  readonly settings: PresenceSettings;
  /** It knows only what came over this connection. */
  readonly connection: object;
  /** How that stood: another state may follow a loss that nobody has heard of. */
  readonly state: object;
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

  /** @returns undefined if there is nothing, or if it is of another connection or of other settings */
  take(nodeId: string, settings: PresenceSettings, connection: object): Legacy | undefined {
    const left = this.#left.get(nodeId);
    this.#left.delete(nodeId);
    const isSame = left?.connection === connection && isDeepStrictEqual(left.settings, settings);
    return isSame ? left : undefined;
  }
}
