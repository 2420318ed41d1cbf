import { MqttNodeError } from "../errors";
import { checkTopicText } from "./topic-name";

/** A named wildcard: `+room` takes one level, `#rest` all that remain. */
export interface NamedWildcard {
  readonly name: string;
  /** Where in the topic name its levels start, from 0. */
  readonly level: number;
  readonly rest: boolean;
}

/** A topic filter as a user writes it, taken apart. */
export interface TopicFilter {
  /** As it is sent in SUBSCRIBE: `$share/group/home/+/temp`. */
  readonly wire: string;
  /** What topic names are matched against: `home/+/temp`. */
  readonly pattern: string;
  readonly named: readonly NamedWildcard[];
}

/** The values of a filter's named wildcards in one topic name. */
export type TopicParameters = Record<string, string | string[]>;

const SHARE = "$share/";
const NAME = /^[\p{L}_][\p{L}\p{N}_-]*$/u;

/**
 * Parses a topic filter [MQTT 5, 4.7.1 and 4.8.2] whose wildcards may carry names: `home/+room/#rest`.
 * @throws MqttNodeError `topic-empty`, `topic-too-long`, `topic-null`, `topic-not-unicode`, `filter-hash-not-last`,
 * `filter-wildcard-not-alone`, `filter-name-twice`, `filter-share`
 */
export function parseTopicFilter(text: string): TopicFilter {
  checkTopicText(text);
  const share = sharePrefix(text);
  const levels = text.slice(share.length).split("/");
  const named = levels.flatMap((level, index) => nameOf(text, level, index, levels.length - 1));
  const names = new Set<string>();
  for (const { name } of named) {
    if (names.has(name)) throw new MqttNodeError("filter-name-twice", { filter: text, name });
    names.add(name);
  }
  const pattern = levels.map(withoutName).join("/");
  return { wire: share + pattern, pattern, named };
}

/** Takes the values of a filter's named wildcards from a topic name that the filter matches. */
export function topicParameters(filter: TopicFilter, topic: string): TopicParameters {
  const levels = topic.split("/");
  return Object.fromEntries(
    filter.named.map(({ name, level, rest }) => [name, rest ? levels.slice(level) : (levels[level] ?? "")]),
  );
}

/** Whether a filter as it is sent belongs to a shared subscription. */
export function isShared(wire: string): boolean {
  return wire.startsWith(SHARE);
}

/**
 * A shared subscription can't leave out own messages: it is an error of the protocol [MQTT-3.8.3-4].
 * @throws MqttNodeError `filter-share-no-local`
 */
export function checkNoLocal({ wire }: TopicFilter, noLocal: boolean): void {
  if (noLocal && isShared(wire)) throw new MqttNodeError("filter-share-no-local", { filter: wire });
}

/** Whether a valid filter as it is sent has a wildcard: a group's name has none. */
export function hasWildcard(wire: string): boolean {
  return /[+#]/.test(wire);
}

/** `$share/<group>/` of a shared subscription, else nothing. */
function sharePrefix(filter: string): string {
  if (!filter.startsWith(SHARE)) return "";
  const end = filter.indexOf("/", SHARE.length);
  const group = filter.slice(SHARE.length, end);
  if (end === -1 || group === "" || /[+#]/.test(group) || end === filter.length - 1) {
    throw new MqttNodeError("filter-share", { filter });
  }
  return filter.slice(0, end + 1);
}

function nameOf(filter: string, level: string, index: number, last: number): NamedWildcard[] {
  if (!/[+#]/.test(level)) return [];
  const rest = level.startsWith("#");
  const name = level.slice(1);
  if (rest && index !== last) throw new MqttNodeError("filter-hash-not-last", { filter });
  if (!rest && !level.startsWith("+")) throw new MqttNodeError("filter-wildcard-not-alone", { filter, level });
  if (name === "") return [];
  if (!NAME.test(name)) throw new MqttNodeError("filter-wildcard-not-alone", { filter, level });
  return [{ name, level: index, rest }];
}

function withoutName(level: string): string {
  return level.startsWith("+") || level.startsWith("#") ? level.charAt(0) : level;
}
