import { parseTopicFilter, topicParameters, type TopicFilter } from "../topics/topic-filter";
import type { TopicPlace } from "./interpreter";

/** What stands in a watched pattern where a base topic is to be put in. */
const BASE = "{base}";
const DEVICE = /^device(_\d+)?$/;

/** In the place of a base topic: any first level. */
export const ANY_BASE = "+base";

/** One of the filters that a watched pattern becomes, and how it says whose a topic is. */
export class DeviceTopics {
  readonly filter: TopicFilter;
  readonly #base: string;
  readonly #device: string;

  /**
   * @param base as it stands in the filter; empty if there is none
   * @param device the name, where the filter has none
   */
  constructor(filter: TopicFilter, base: string, device: string) {
    this.filter = filter;
    this.#base = base;
    this.#device = device;
  }

  /** Takes from a topic that the filter matches whose it is. */
  place(topic: string): TopicPlace {
    const { base, ...values } = topicParameters(this.filter, topic);
    const isAny = this.#base === ANY_BASE;
    const named = Object.entries(isAny || base === undefined ? values : { base, ...values });
    const devices = named.filter(([name]) => DEVICE.test(name));
    const names = (devices.length > 0 ? devices : named).flatMap(([, value]) => value);
    const shownBase = isAny ? String(base) : this.#base;
    return { device: names.join("/") || this.#device || shownBase, base: shownBase };
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
