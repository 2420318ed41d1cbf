import { checkTopicName } from "../../../topics/topic-name";
import { isShared } from "../../../topics/topic-filter";
import { LONGEST_TOPIC } from "../../limits";
import { quoted } from "../../quoted";
import { AvailabilityTemplate } from "./availability-template";
import { isJsonObject, parsedObject, type JsonObject } from "../json-object";

/** How several topics make one state: all must be available, any suffices, or what was said last counts. */
export type AvailabilityMode = "all" | "any" | "latest";

/** How a topic tells whether an entity is available. */
export interface AvailabilityRule {
  readonly available: string;
  readonly notAvailable: string;
  /** Absent: payloads are compared as they come. */
  readonly template?: AvailabilityTemplate;
}

/** How an entity tells whether it is available. */
export interface AvailabilityConfig {
  readonly mode: AvailabilityMode;
  /** By topic; never empty. */
  readonly rules: ReadonlyMap<string, AvailabilityRule>;
}

/** What a discovery config says of one entity; nothing where Home Assistant takes it to be always available. */
export interface EntityConfig {
  readonly availability?: AvailabilityConfig;
  /** What is wrong with it, for a person. */
  readonly problem?: string;
  /** A template that is none of the simple ones. */
  readonly foreignTemplate?: string;
}

/** More than any entity has. */
const MAX_TOPICS = 16;
/** How much of a config a warning quotes. */
const MAX_QUOTED = 200;

/** The short names of what is read here; either may be written. */
const SHORT: Readonly<Record<string, string>> = {
  availability: "avty",
  availability_mode: "avty_mode",
  availability_template: "avty_tpl",
  availability_topic: "avty_t",
  components: "cmps",
  payload_available: "pl_avail",
  payload_not_available: "pl_not_avail",
  topic: "t",
  value_template: "val_tpl",
};
const BASE = "~";
/** What a component has from its device unless it says it itself. */
const INHERITED = ["availability_mode", "availability_template", "payload_available", "payload_not_available"] as const;
const MODES: readonly unknown[] = ["all", "any", "latest"] satisfies AvailabilityMode[];

/** A config says what can't be; Home Assistant ignores it. */
class Malformed extends Error {}
/** A template is none of the simple ones. */
class Foreign extends Error {}

/**
 * Reads a discovery config: that of one entity, or of a device and the components that have an availability of their own.
 * @param name what stands between the prefix and `config`: `light/lamp`, `device/lamp`
 * @returns by entity; a text if nothing can be read, for a person
 */
export function readDiscoveryConfig(name: string, text: string): ReadonlyMap<string, EntityConfig> | string {
  const config = parsedObject(text);
  if (config === undefined) return "it isn't a JSON object";
  const entities = new Map([[name, entityConfig(config)]]);
  const components = field(config, "components");
  if (!name.startsWith("device/") || !isJsonObject(components)) return entities;
  for (const [key, component] of Object.entries(components)) {
    if (isJsonObject(component)) entities.set(`${name}/${key}`, entityConfig(inheriting(component, config)));
  }
  return entities;
}

function entityConfig(config: JsonObject): EntityConfig {
  try {
    const rules = new Map(ruleEntries(config));
    return rules.size === 0 ? {} : { availability: { mode: modeOf(config), rules } };
  } catch (error) {
    if (error instanceof Foreign) return { foreignTemplate: error.message };
    if (error instanceof Malformed) return { problem: error.message };
    throw error;
  }
}

/** Of a topic that is named twice the last one counts. */
function* ruleEntries(config: JsonObject): Generator<[string, AvailabilityRule]> {
  const given = field(config, BASE);
  const base = given === undefined ? undefined : textOf(given, BASE);
  const topic = field(config, "availability_topic");
  const list = field(config, "availability") ?? [];
  const items = Array.isArray(list) ? (list as unknown[]) : [list];
  if (items.length + Number(topic !== undefined) > MAX_TOPICS)
    throw new Malformed(`it names more than ${MAX_TOPICS} topics`);
  if (topic !== undefined) yield [topicOf(topic, base), ruleOf(config, "availability_template")];
  for (const item of items) {
    if (!isJsonObject(item)) throw new Malformed("availability has an item that is no object");
    yield [topicOf(field(item, "topic"), base), ruleOf(item, "value_template")];
  }
}

function ruleOf(fields: JsonObject, templateName: string): AvailabilityRule {
  const template = field(fields, templateName);
  const payloads = {
    available: textOf(field(fields, "payload_available") ?? "online", "payload_available"),
    notAvailable: textOf(field(fields, "payload_not_available") ?? "offline", "payload_not_available"),
  };
  return template === undefined ? payloads : { ...payloads, template: templateOf(textOf(template, templateName)) };
}

function templateOf(text: string): AvailabilityTemplate {
  const template = AvailabilityTemplate.parse(text);
  if (template === undefined) throw new Foreign(quoted(text, MAX_QUOTED));
  return template;
}

function modeOf(config: JsonObject): AvailabilityMode {
  const mode = field(config, "availability_mode") ?? "latest";
  if (!MODES.includes(mode)) throw new Malformed("availability_mode is none of all, any, latest");
  return mode as AvailabilityMode;
}

/** A topic to subscribe to, which must be one: anybody can publish a config. */
function topicOf(value: unknown, base: string | undefined): string {
  const topic = withBase(textOf(value, "topic"), base);
  try {
    checkTopicName(topic);
  } catch {
    throw new Malformed(`its availability topic is none: ${quoted(topic, MAX_QUOTED)}`);
  }
  if (topic.length > LONGEST_TOPIC) throw new Malformed(`its availability topic is longer than ${LONGEST_TOPIC}`);
  if (isShared(topic))
    throw new Malformed(`its availability topic belongs to a shared subscription: ${quoted(topic, MAX_QUOTED)}`);
  return topic;
}

function withBase(topic: string, base: string | undefined): string {
  if (base === undefined) return topic;
  const started = topic.startsWith(BASE) ? base + topic.slice(1) : topic;
  return started.endsWith(BASE) ? started.slice(0, -1) + base : started;
}

/** A payload may be written as a number or as `true`, whose text is Python's. */
function textOf(value: unknown, name: string): string {
  if (typeof value === "string") return value;
  if (typeof value === "number") return String(value);
  if (typeof value === "boolean") return value ? "True" : "False";
  throw new Malformed(`${name} is no text`);
}

function inheriting(component: JsonObject, device: JsonObject): JsonObject {
  const inherited = [BASE, ...INHERITED].map((name) => [name, field(component, name) ?? field(device, name)]);
  const own = ["availability", "availability_topic"].map((name) => [name, field(component, name)]);
  return Object.fromEntries([...inherited, ...own]) as JsonObject;
}

/** By its short name, if that is written, else by the long one; `null` counts as absent. */
function field(fields: JsonObject, name: string): unknown {
  return fields[SHORT[name] ?? name] ?? fields[name] ?? undefined;
}
