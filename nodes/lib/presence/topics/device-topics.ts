import { parseTopicFilter, type NamedWildcard, type TopicFilter } from "../../topics/topic-filter";
import type { TopicPlace } from "../interpreters/interpreter";

/** What stands in a watched pattern where a base topic is to be put in. */
const BASE = "{base}";

/** In the place of a base topic: any first level. */
export const ANY_BASE = "+base";

/** One of the filters that a watched pattern becomes, and how it says whose a topic is. */
export class DeviceTopics {
  readonly filter: TopicFilter;
  readonly #base: string;
  readonly #device: string;
  /** The wildcards that say whose a topic is. */
  readonly #named: readonly NamedWildcard[];
  /** Where the base topic stands, if any may. */
  readonly #anyBase: NamedWildcard | undefined;

  /**
   * @param base as it stands in the filter; empty if there is none
   * @param device the name, where the filter has none
   */
  constructor(filter: TopicFilter, base: string, device: string) {
    this.filter = filter;
    this.#base = base;
    this.#device = device;
    this.#anyBase = base === ANY_BASE ? filter.named.find(({ name }) => name === "base") : undefined;
    this.#named = filter.named.filter((wildcard) => wildcard !== this.#anyBase);
  }

  /** Takes from a topic that the filter matches whose it is. */
  place(topic: string): TopicPlace {
    const levels = topic.split("/");
    const base = this.#anyBase === undefined ? this.#base : (levels[this.#anyBase.level] ?? "");
    return { device: this.#nameIn(levels) || this.#device || base, base };
  }

  #nameIn(levels: readonly string[]): string {
    const [first, ...others] = this.#named;
    if (first === undefined) return "";
    if (others.length === 0 && !first.rest) return levels[first.level] ?? "";
    return this.#named.flatMap(({ level, rest }) => levels.slice(level, rest ? undefined : level + 1)).join("/");
  }
}

/** A watched pattern, and what it is to become: see `Watch`. */
export interface WatchedPattern {
  readonly topic: string;
  readonly levels?: number;
  readonly device?: string;
}

/**
 * The filters of a watched pattern: one for each number of levels that a name may have.
 * @param base in the place of `{base}`, which may be {@link ANY_BASE}; empty: there is none
 * @throws MqttNodeError as {@link parseTopicFilter} does
 */
export function deviceTopics({ topic, levels = 1, device = "" }: WatchedPattern, base: string): DeviceTopics[] {
  const placed = base === "" ? topic : topic.replace(BASE, () => base);
  return Array.from({ length: levels }, (_, index) => {
    const filter = parseTopicFilter(placed.replace("+device", deviceLevels(index + 1)));
    return new DeviceTopics(filter, base, device);
  });
}

/** `+device/+device_2`: each level has a name of its own. */
function deviceLevels(count: number): string {
  return Array.from({ length: count }, (_, index) => (index === 0 ? "+device" : `+device_${index + 1}`)).join("/");
}
