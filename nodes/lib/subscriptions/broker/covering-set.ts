import type { QoS } from "../../messages/qos";
import { covers } from "../../topics/filter-relation";
import { FilterTree } from "../../topics/filter-tree";
import { isShared } from "../../topics/topic-filter";

/** A topic filter that somebody here wants, with the options it would be asked for with. */
export interface WantedFilter {
  /** As it is sent in SUBSCRIBE. */
  readonly wire: string;
  /** What topic names are matched against: without `$share/`. */
  readonly pattern: string;
  readonly qos: QoS;
  readonly noLocal: boolean;
  readonly retainAsPublished: boolean;
  /** The broker said no to it. */
  readonly isRefused: boolean;
}

/**
 * The fewest filters to ask a broker for that sends a copy per overlapping subscription [MQTT 3.1.1, 3.3.5]: for each
 * filter the one that is asked in its place, itself if it is asked. The one in its place has to be asked with the
 * highest QoS of those it stands for. Of filters that say the same, such as `#` and `+/#`, the first is asked.
 * @param keepsSession whether the broker keeps messages while we are away: of a filter with QoS 0 it would have to
 * keep everything, were it asked with more, so that one stands for others of QoS 0 only
 * @param knowsRetainAsPublished whether the broker makes a difference by it; before MQTT 5 none does
 */
export function coveringSet<F extends WantedFilter>(
  filters: readonly F[],
  keepsSession: boolean,
  knowsRetainAsPublished = true,
): Map<F, F> {
  const tree = new FilterTree<F>();
  for (const filter of filters) tree.add(filter.pattern, filter);
  const ranks = new Map(filters.map((filter, rank) => [filter, rank]));
  return new Map(filters.map((filter) => [filter, tree.covering(filter.pattern).reduce(preferred, filter)]));

  /** The one to ask of two. What is preferred to the result of all that cover a filter would be among them as well. */
  function preferred(best: F, other: F): F {
    if (!standsFor(other, best, keepsSession, knowsRetainAsPublished)) return best;
    if (!standsFor(best, other, keepsSession, knowsRetainAsPublished)) return other;
    return rankOf(other) < rankOf(best) ? other : best;
  }

  function rankOf(filter: F): number {
    return ranks.get(filter) ?? 0;
  }
}

/**
 * The shared subscriptions that meet another filter, each with one that it meets: a broker that doesn't say which
 * subscription a message comes for would have it delivered to the wrong one. Of two shared ones the later is named.
 */
export function sharedOverlaps<F extends WantedFilter>(filters: readonly F[]): Map<F, F> {
  const overlaps = new Map<F, F>();
  const tree = new FilterTree<F>();
  for (const filter of filters) if (!isShared(filter.wire)) tree.add(filter.pattern, filter);
  for (const filter of filters) {
    if (!isShared(filter.wire)) continue;
    const [met] = tree.intersecting(filter.pattern);
    if (met === undefined) tree.add(filter.pattern, filter);
    else overlaps.set(filter, met);
  }
  return overlaps;
}

/** Whether all that one filter asks for comes when the other is asked in its place. */
function standsFor(wider: WantedFilter, narrower: WantedFilter, keepsSession: boolean, knowsRap: boolean): boolean {
  if (wider.isRefused || narrower.isRefused || isShared(wider.wire) || isShared(narrower.wire)) return false;
  if (wider.noLocal !== narrower.noLocal) return false;
  if (knowsRap && wider.retainAsPublished !== narrower.retainAsPublished) return false;
  if (keepsSession && wider.qos === 0 && narrower.qos > 0) return false;
  return covers(wider.pattern, narrower.pattern);
}
