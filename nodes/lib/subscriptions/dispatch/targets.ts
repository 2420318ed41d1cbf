import type { SubscriptionIdentifiers } from "../identifiers";
import type { Listener } from "../listener";
import type { WireFilter } from "../wire-filter";

/** What the messages of one topic may go to. */
export class Targets {
  /** All that match. */
  readonly filters: readonly WireFilter[];
  readonly listeners: readonly Listener[];
  /** Of each node the listener that gets what is published: several of one node's filters may match. */
  readonly live: readonly Listener[];
  /** Filters that the broker sends messages for, and so the copies it may send of each; 1 while that is uncertain. */
  readonly copies: number;

  constructor(filters: readonly WireFilter[]) {
    this.filters = filters;
    this.listeners = filters.flatMap(({ listeners }) => listeners.filter(({ isRefused }) => !isRefused));
    this.live = onePerNode(this.listeners);
    const isCertain = !filters.some(({ standing }) => standing.isPending);
    this.copies = isCertain ? filters.filter(({ standing }) => standing.isGranted).length : 1;
  }

  /** The identifiers of a message, if they are of use: one that we don't know, or whose filter doesn't match, says nothing. */
  named(identifiers: SubscriptionIdentifiers | undefined): SubscriptionIdentifiers | undefined {
    if (identifiers === undefined) return undefined;
    return this.filters.some(({ standing }) => standing.carries(identifiers)) ? identifiers : undefined;
  }

  /** Whether RETAIN may be that of a message just published: one flag stands for all filters that a message comes for. */
  hasAmbiguousRetain(named: SubscriptionIdentifiers | undefined): boolean {
    return this.filters.some(
      ({ standing }) => standing.hasAmbiguousRetain && (named === undefined || standing.carries(named)),
    );
  }
}

/**
 * The broker sends for a filter it has granted, so such a one goes before one it hasn't; then one that gets all
 * messages; then the higher QoS.
 */
function onePerNode(listeners: readonly Listener[]): readonly Listener[] {
  const chosen = new Map<string, Listener>();
  for (const listener of listeners) {
    const other = chosen.get(listener.subscriber.owner);
    if (other === undefined || rank(listener) > rank(other)) chosen.set(listener.subscriber.owner, listener);
  }
  return chosen.size === listeners.length ? listeners : [...chosen.values()];
}

/** Without identifiers a filter's messages may come for another that covers it. */
function rank({ filter: { standing, isShared }, subscriber: { options } }: Listener): number {
  const isNamed = standing.isGranted && standing.identifiers.length > 0;
  const getsAll = !isShared && !options.noLocal;
  return (isNamed ? 8 : 0) + (getsAll ? 4 : 0) + options.qos;
}
