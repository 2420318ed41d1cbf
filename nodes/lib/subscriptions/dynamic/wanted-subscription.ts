import { choice, flag, type Field } from "../../config/field";
import { isPlainObject } from "../../config/plain-object";
import { MqttNodeError } from "../../errors";
import type { Datatype } from "../../messages/decode-payload";
import { QOS_LEVELS } from "../../messages/qos";
import { checkNoLocal, parseTopicFilter, type TopicFilter } from "../../topics/topic-filter";
import type { WantedMessages } from "../flow/flow-subscriber";
import { RETAINED, type SubscriptionOptions } from "../subscription-options";

/** A subscription that a message asks for. */
export interface WantedSubscription extends WantedMessages {
  /** The filter as the message has it, with the names of its wildcards. */
  readonly topic: string;
}

/** What holds where a message says nothing. */
export interface SubscriptionDefaults {
  readonly options: SubscriptionOptions;
  readonly datatype: Datatype;
  /** Those that may be asked for. */
  readonly datatypes: readonly Datatype[];
}

/** A subscription as a flow gets it: under the names of the built-in nodes, and good to subscribe again. */
export interface ListedSubscription {
  readonly topic: string;
  readonly qos: number;
  readonly nl: boolean;
  readonly rap: boolean;
  readonly rh: number;
  readonly datatype: Datatype;
}

/** By the names of the built-in nodes: ours, so that one can't be given twice. */
const NAMES: Readonly<Record<string, string>> = {
  topic: "topic",
  qos: "qos",
  nl: "noLocal",
  noLocal: "noLocal",
  rap: "retainAsPublished",
  retainAsPublished: "retainAsPublished",
  rh: "retained",
  retained: "retained",
  datatype: "datatype",
};

/**
 * The subscriptions that `msg.topic` of a `subscribe` asks for: a filter, an object, or an array of these. Of two for
 * the same filter the last counts.
 * @throws MqttNodeError `subscription-*`, `topic-*`, `filter-*`, `config-not-*`
 */
export function wantedSubscriptions(topic: unknown, defaults: SubscriptionDefaults): WantedSubscription[] {
  const wanted = listOf(topic).map(subscriptionReader(defaults));
  return [...new Map(wanted.map((each) => [each.filter.wire, each])).values()];
}

/** Reads one filter or object; it throws the same. */
export function subscriptionReader(defaults: SubscriptionDefaults): (item: unknown) => WantedSubscription {
  const { options, datatypes } = defaults;
  const qos = choice(options.qos, QOS_LEVELS);
  const noLocal = flag(options.noLocal);
  const retainAsPublished = flag(options.retainAsPublished);
  // MQTT 5's number [MQTT 5, 3.8.3.1], or our word for it.
  const retained = choice(options.retained, [...RETAINED, 0, 1, 2]);
  const datatype = choice(defaults.datatype, datatypes);
  return (item) => {
    const properties = propertiesOf(item);
    const value = <T>(name: string, field: Field<T>): T => field.read(name, properties[name]);
    const topic = textOf(properties["topic"]);
    const filter = parseTopicFilter(topic);
    const handling = value("retained", retained);
    const wanted: SubscriptionOptions = {
      qos: value("qos", qos),
      noLocal: value("noLocal", noLocal),
      retainAsPublished: value("retainAsPublished", retainAsPublished),
      retained: typeof handling === "number" ? RETAINED[handling] : handling,
    };
    checkNoLocal(filter, wanted.noLocal);
    return { topic, filter, options: wanted, datatype: value("datatype", datatype) };
  };
}

/** The filters that `msg.topic` of an `unsubscribe` names, in the same forms. @throws the same */
export function unwantedFilters(topic: unknown): TopicFilter[] {
  return listOf(topic).map((item) => parseTopicFilter(textOf(propertiesOf(item)["topic"])));
}

/** What a flow is told of a subscription, and what is stored. */
export function listed({ topic, options, datatype }: WantedSubscription): ListedSubscription {
  const { qos, noLocal, retainAsPublished, retained } = options;
  return { topic, qos, nl: noLocal, rap: retainAsPublished, rh: RETAINED.indexOf(retained), datatype };
}

function listOf(topic: unknown): readonly unknown[] {
  // An array with holes has them filled, or nobody would look at them.
  return Array.isArray(topic) ? Array.from<unknown>(topic) : [topic];
}

/** Under our names. */
function propertiesOf(item: unknown): Readonly<Record<string, unknown>> {
  if (typeof item === "string") return { topic: item };
  if (!isPlainObject(item)) throw new MqttNodeError("subscription-invalid", { kind: kindOf(item) });
  const properties: Record<string, unknown> = {};
  for (const property of Object.keys(item)) {
    const name = Object.hasOwn(NAMES, property) ? NAMES[property] : undefined;
    if (name === undefined) throw new MqttNodeError("subscription-property-unknown", { property });
    if (Object.hasOwn(properties, name)) throw new MqttNodeError("subscription-property-twice", { property });
    properties[name] = item[property];
  }
  return properties;
}

function textOf(topic: unknown): string {
  if (topic === undefined) throw new MqttNodeError("topic-empty", {});
  if (typeof topic !== "string") throw new MqttNodeError("topic-not-text", {});
  return topic;
}

function kindOf(item: unknown): string {
  if (item === null || item === undefined || typeof item === "boolean") return String(item);
  return Array.isArray(item) ? "an array in an array" : typeof item;
}
