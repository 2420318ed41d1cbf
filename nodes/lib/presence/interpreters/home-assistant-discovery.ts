import type { Finding } from "../evidence";
import type { Interpreter, InterpreterHost, TopicPlace } from "./interpreter";
import type { ObservedMessage } from "../observed-message";
import { quoted } from "../quoted";
import { DeviceMemory } from "./device-memory";
import { readDiscoveryConfig, type EntityConfig } from "./discovery/discovery-config";
import { EntityAvailability } from "./discovery/entity-availability";
import { NamedTopics } from "./discovery/named-topics";
import { reportFinding } from "./report-finding";

/** `light/lamp` or `light/house/lamp`. */
const NAME_LEVELS: readonly number[] = [2, 3];
/** Bytes of the largest config that is read: a device with hundreds of components has some 100,000. */
const MAX_CONFIG = 262_144;
/** Characters of a foreign text in a warning. */
const MAX_QUOTED = 400;

/**
 * Follows what Home Assistant's MQTT discovery tells of entities: each retained `<prefix>/<component>/…/config` names the
 * topics that say whether its entity is available. An entity that names none is always available, and is none of ours.
 */
export class HomeAssistantDiscovery implements Interpreter {
  readonly #host: InterpreterHost;
  readonly #topics: NamedTopics;
  readonly #entities = new DeviceMemory<EntityAvailability>();
  /** The components of each device that are followed or were warned of. */
  readonly #components = new Map<string, readonly string[]>();
  /** What a person was last told of an entity. */
  readonly #warnings = new DeviceMemory<string>();

  constructor(host: InterpreterHost) {
    this.#host = host;
    this.#topics = new NamedTopics(host);
  }

  /** Takes configs, and messages of the topics that they name; a topic may even be both. */
  read(message: ObservedMessage, { device }: TopicPlace): Finding[] {
    const isConfig = message.topic.endsWith("/config") && NAME_LEVELS.includes(device.split("/").length);
    const findings = isConfig ? this.#readConfig(device, message) : [];
    return [...findings, ...this.#readAvailability(message)];
  }

  /** Its config still holds: it comes again with the next that one of its topics says. */
  forget(device: string): void {
    this.#warnings.delete(device);
  }

  /** Our own connection is lost: what topics have said may be so no longer. The configs still hold, and come again. */
  lost(): void {
    this.#topics.forgetMessages();
    for (const followed of this.#entities) followed.forgetClaims();
  }

  #readConfig(name: string, { payload, text }: ObservedMessage): Finding[] {
    if (payload.byteLength === 0) return this.#exchange(name, new Map());
    if (payload.byteLength > MAX_CONFIG) return this.#refuse(name, `it has more than ${MAX_CONFIG} bytes`);
    const entities = readDiscoveryConfig(name, text ?? "");
    return typeof entities === "string" ? this.#refuse(name, entities) : this.#exchange(name, entities);
  }

  /** Home Assistant goes on with the config before, too. */
  #refuse(entity: string, problem: string): Finding[] {
    this.#warn("presence-discovery", entity, problem);
    return [];
  }

  #exchange(name: string, entities: ReadonlyMap<string, EntityConfig>): Finding[] {
    const gone = [name, ...(this.#components.get(name) ?? [])].filter((entity) => !entities.has(entity));
    const removed = gone.flatMap((entity) => this.#remove(entity));
    const configured = [...entities].flatMap(([entity, config]) => this.#configure(entity, config));
    this.#keepComponents(name, [...entities.keys()]);
    return [...removed, ...configured];
  }

  #keepComponents(name: string, entities: readonly string[]): void {
    const isKept = (entity: string): boolean =>
      (this.#entities.get(entity) ?? this.#warnings.get(entity)) !== undefined;
    const kept = entities.filter((entity) => entity !== name && isKept(entity));
    if (kept.length > 0) this.#components.set(name, kept);
    else this.#components.delete(name);
  }

  #configure(entity: string, { availability, problem, foreignTemplate }: EntityConfig): Finding[] {
    if (problem !== undefined) return this.#refuse(entity, problem);
    if (foreignTemplate !== undefined) this.#warn("presence-template", entity, foreignTemplate);
    else this.#warnings.delete(entity);
    if (availability === undefined && foreignTemplate === undefined) return this.#remove(entity);
    const former = this.#entities.get(entity);
    const before = former?.state;
    const followed = new EntityAvailability(availability, former);
    if (this.#entities.set(entity, followed)) this.#exchangeTopics(entity, followed, former);
    return followed.state === before ? [] : [reportFinding(entity, followed.state, "reported")];
  }

  /** New topics first, so that none is given up and taken again. */
  #exchangeTopics(entity: string, followed: EntityAvailability, former: EntityAvailability | undefined): void {
    const topics = [...followed.topics];
    for (const topic of topics) {
      this.#topics.name(topic, entity);
      const last = this.#topics.last(topic);
      if (last !== undefined) followed.take(topic, last);
    }
    for (const topic of former?.topics ?? []) if (!topics.includes(topic)) this.#topics.drop(topic, entity);
  }

  #readAvailability({ topic, text }: ObservedMessage): Finding[] {
    const message = this.#topics.take(topic, text);
    if (message === undefined) return [];
    return [...this.#topics.entitiesOf(topic)].flatMap((entity) => {
      const followed = this.#entities.get(entity);
      return followed?.take(topic, message) === true ? [reportFinding(entity, followed.state, "reported")] : [];
    });
  }

  #remove(entity: string): Finding[] {
    const isFollowed = this.#entities.get(entity) !== undefined;
    this.#drop(entity);
    return isFollowed ? [{ device: entity, evidence: { kind: "removed" } }] : [];
  }

  #drop(entity: string): void {
    for (const topic of this.#entities.get(entity)?.topics ?? []) this.#topics.drop(topic, entity);
    this.#warnings.delete(entity);
    this.#entities.delete(entity);
  }

  /** Configs come again with each start of Home Assistant, warnings don't. */
  #warn(code: "presence-template" | "presence-discovery", entity: string, detail: string): void {
    const shown = quoted(detail, MAX_QUOTED);
    if (this.#warnings.get(entity) === shown) return;
    if (this.#warnings.set(entity, shown)) this.#host.warn(code, entity, shown);
  }
}
