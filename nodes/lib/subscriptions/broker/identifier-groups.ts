import { FilterTree } from "../../topics/filter-tree";

/**
 * Divides filters into groups that may each share a subscription identifier [MQTT 5, 3.8.2.1.2]: no two of a group
 * match the same topic name, so that the identifier and the topic name tell the filter. Filters keep their order; each
 * goes into the first group that it fits into, so that thousands of plain topics are one group.
 */
export function identifierGroups<F extends { readonly pattern: string }>(filters: readonly F[]): F[][] {
  const groups: F[][] = [];
  const groupsOfEarlier = new FilterTree<number>();
  for (const filter of filters) {
    const taken = new Set(groupsOfEarlier.intersecting(filter.pattern));
    let group = 0;
    while (taken.has(group)) group += 1;
    (groups[group] ??= []).push(filter);
    groupsOfEarlier.add(filter.pattern, group);
  }
  return groups;
}
