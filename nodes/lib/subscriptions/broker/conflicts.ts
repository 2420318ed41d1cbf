import { MqttNodeError } from "../../errors";
import { sharedOverlaps } from "./covering-set";
import type { Listener } from "../listener";
import type { WireFilter } from "../wire-filter";

/** What decides whether subscriptions can be had side by side. */
export interface Distinctions {
  /** Whether the broker knows No Local. */
  readonly noLocal: boolean;
  /** Whether messages say for which subscriptions they come. */
  readonly identifiers: boolean;
}

/** Refuses listeners that can't be had beside others, or not from this broker, and admits them again when they can. */
export function refuseConflicts(filters: readonly WireFilter[], distinctions: Distinctions): void {
  const present = filters.filter(({ isUnused, standing }) => !isUnused || standing.isAtBroker);
  const overlaps = distinctions.identifiers ? new Map<WireFilter, WireFilter>() : sharedOverlaps(present);
  for (const filter of filters) {
    const other = overlaps.get(filter);
    let first: Listener | undefined;
    for (const listener of filter.listeners) {
      listener.refusal = refusalOf(listener, first, other, distinctions);
      if (listener.refusal === undefined) first ??= listener;
    }
  }
}

/** @param first of the filter's listeners; the broker is asked as it wants. @param other that a shared filter meets */
function refusalOf(
  { subscriber, filter: { wire } }: Listener,
  first: Listener | undefined,
  other: WireFilter | undefined,
  distinctions: Distinctions,
): MqttNodeError | undefined {
  const { noLocal } = subscriber.options;
  if (noLocal && !distinctions.noLocal) return new MqttNodeError("no-local-not-supported", { filter: wire });
  if (other !== undefined) return new MqttNodeError("shared-overlaps", { filter: wire, other: other.wire });
  const isAlone = first === undefined || first.subscriber.options.noLocal === noLocal;
  return isAlone ? undefined : new MqttNodeError("no-local-disagrees", { filter: wire });
}
