import type { IClientOptions } from "mqtt";
import { SUBSCRIBE_IDENTIFIERS } from "../../messages/packet-identifiers";

/** Gives MQTT.js the packet identifiers of SUBSCRIBE and UNSUBSCRIBE on one link, in turn. */
export class SubscribeIdentifiers implements NonNullable<IClientOptions["messageIdProvider"]> {
  readonly #used = new Set<number>();
  #last = SUBSCRIBE_IDENTIFIERS.last;

  /** @returns null if all are in use: MQTT.js asks again after the next answer */
  allocate(): number | null {
    const { first, last } = SUBSCRIBE_IDENTIFIERS;
    if (this.#used.size > last - first) return null;
    do {
      this.#last = this.#last < last ? this.#last + 1 : first;
    } while (this.#used.has(this.#last));
    this.#used.add(this.#last);
    return this.#last;
  }

  getLastAllocated(): number {
    return this.#last;
  }

  /** @returns whether the identifier was free */
  register(identifier: number): boolean {
    if (this.#used.has(identifier)) return false;
    this.#used.add(identifier);
    return true;
  }

  deallocate(identifier: number): void {
    this.#used.delete(identifier);
  }

  clear(): void {
    this.#used.clear();
  }
}
