import type { WantedFilter } from "../../../../nodes/lib/subscriptions/broker/covering-set";
import { parseTopicFilter } from "../../../../nodes/lib/topics/topic-filter";

/** A topic filter with QoS 1 and no other option, unless said otherwise. */
export function wantedFilter(text: string, options: Partial<WantedFilter> = {}): WantedFilter {
  const { wire, pattern } = parseTopicFilter(text);
  return { wire, pattern, qos: 1, noLocal: false, retainAsPublished: false, isRefused: false, ...options };
}
