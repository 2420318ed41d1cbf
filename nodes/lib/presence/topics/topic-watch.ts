import { parseTopicFilter } from "../../topics/topic-filter";
import { TopicIndex } from "../../topics/topic-index";
import type { InterpreterKind, Reading } from "../conventions/convention";
import { DeviceTopics } from "./device-topics";
import type { DeviceIdentity } from "../devices/device";
import type { Evidence } from "../evidence";
import type { Interpreter, InterpreterHost, TopicPlace } from "../interpreters/interpreter";
import { createInterpreter } from "../interpreters/create-interpreter";
import { payloadInterpreter } from "../interpreters/payload-interpreter";
import type { ObservedMessage } from "../observed-message";
import { kindPrefix } from "./kinds";
import { watchedTopics, type WatchedTopics, type WatchSettings } from "./watched-topics";

const REMOVED: Evidence = { kind: "removed" };

/** What a message tells of a device. */
export interface Observation {
  /** The device's name among all of the node. */
  readonly device: string;
  readonly evidence: Evidence;
  readonly source: WatchedTopics;
  /** The base topic that the device shares with its family; empty if the convention has none. */
  readonly base: string;
}

/** Finds out by its topic, and with `auto` by its payload, what a message tells, and of whom. */
export class TopicWatch {
  readonly #isAuto: boolean;
  readonly #host: InterpreterHost;
  readonly #index = new TopicIndex<WatchedTopics>();
  readonly #fixed: readonly WatchedTopics[];
  readonly #interpreters = new Map<InterpreterKind, Interpreter>();
  /** By topics that a message has named. */
  readonly #named = new Map<string, WatchedTopics>();
  /** By topics of which a payload has decided whose they are. */
  readonly #decided = new Map<string, WatchedTopics>();

  /** @throws MqttNodeError as {@link watchedTopics} does */
  constructor(settings: WatchSettings, host: InterpreterHost) {
    this.#isAuto = settings.isAuto;
    this.#host = host;
    this.#fixed = watchedTopics(settings, (reading) => this.#interpreterOf(reading));
    for (const watched of this.#fixed) this.#index.add(watched.topics.filter.pattern, watched);
  }

  /** What is to be subscribed, as it is sent: from the start, and what messages have named. */
  get filters(): string[] {
    const fixed = this.#fixed.map(({ topics: { filter } }) => filter.wire);
    return [...new Set([...fixed, ...this.#named.keys()])];
  }

  /** What a message tells; nothing if it is of no known kind. */
  read(message: ObservedMessage): Observation[] {
    const decided = this.#decided.get(message.topic);
    const observations = decided === undefined ? [] : this.#readAs(decided, message);
    if (decided !== undefined && !observations.some(({ evidence }) => evidence.kind === "unclear")) return observations;
    const sources = this.#index.match(message.topic);
    if (sources.length > 1) sources.sort((one, other) => one.rank - other.rank);
    if (this.#isAuto) return this.#decide(message, sources, observations);
    const [source] = sources;
    return source === undefined ? [] : this.#readAs(source, message);
  }

  /**
   * Whether a device of before a restart may be one of those that are watched now: one of other settings would stay
   * unknown for ever. Those whose messages are read by more than their topics are believed.
   */
  mayKnow({ name, convention, topic }: DeviceIdentity): boolean {
    const own = this.#fixed.filter(({ watch, convention: { id } }) => watch !== undefined && id === convention);
    const plain = own.filter(({ watch }) => watch !== undefined && payloadInterpreter(watch.reading) !== undefined);
    const found = this.#index.match(topic).filter((source) => plain.includes(source));
    if (found.length === 0) return plain.length < own.length;
    return found.some((source) => this.#nameOf(source, topic) === name);
  }

  /** A device isn't in the roster, or no longer: nothing remembered of it may keep it away when it comes again. */
  forget(device: string, topic: string): void {
    const source = this.#decided.get(topic);
    this.#decided.delete(topic);
    const name = source === undefined ? device : device.slice(this.#prefix(source, source.topics.place(topic)).length);
    for (const interpreter of this.#interpreters.values()) interpreter.forget?.(name);
  }

  /** Our own connection is lost. */
  lost(): void {
    for (const interpreter of this.#interpreters.values()) interpreter.lost?.();
  }

  /**
   * With `auto` a topic belongs to the first convention that knows a payload of it; until then it is nobody's.
   * @param former what the convention says to which it has belonged, if that doesn't understand the payload
   */
  #decide(message: ObservedMessage, sources: readonly WatchedTopics[], former: Observation[]): Observation[] {
    for (const source of sources) {
      if (source.watch === undefined) continue;
      const observations = this.#readAs(source, message);
      if (!observations.some(({ evidence }) => isTelling(evidence))) continue;
      this.#decided.set(message.topic, source);
      // The device has another firmware now.
      return [...former.map((observation) => ({ ...observation, evidence: REMOVED })), ...observations];
    }
    if (former.length > 0) return former;
    return sources.filter(({ watch }) => watch === undefined).flatMap((source) => this.#readAs(source, message));
  }

  #nameOf(source: WatchedTopics, topic: string): string {
    const place = source.topics.place(topic);
    return this.#prefix(source, place) + place.device;
  }

  #readAs(source: WatchedTopics, message: ObservedMessage): Observation[] {
    const place = source.topics.place(message.topic);
    const prefix = this.#prefix(source, place);
    return source.interpreter
      .read(message, place)
      .map(({ device, evidence }) => ({ device: prefix + device, evidence, source, base: place.base }));
  }

  /** What tells devices of different kinds apart that have the same name, where there may be several kinds. */
  #prefix({ convention }: WatchedTopics, { base }: TopicPlace): string {
    return this.#isAuto ? kindPrefix(convention, base) : "";
  }

  #interpreterOf(reading: Reading): Interpreter {
    const plain = payloadInterpreter(reading);
    if (plain !== undefined) return plain;
    const kind = reading.kind as InterpreterKind;
    const known = this.#interpreters.get(kind);
    if (known !== undefined) return known;
    const interpreter = createInterpreter(kind, {
      watch: (topic) => this.#watchNamed(kind, topic),
      unwatch: (topic) => this.#unwatchNamed(topic),
      // With `auto` nobody has said that the topic is of this kind.
      warn: (code, device, detail) => !this.#isAuto && this.#host.warn(code, device, detail),
    });
    this.#interpreters.set(kind, interpreter);
    return interpreter;
  }

  /** The messages of a topic that one of the interpreter's own messages has named are its, too. */
  #watchNamed(kind: InterpreterKind, topic: string): void {
    const owner = this.#fixed.find(({ watch }) => watch?.reading.kind === kind);
    if (owner === undefined || this.#named.has(topic)) return;
    const named = { ...owner, topics: new DeviceTopics(parseTopicFilter(topic), "", "") };
    this.#named.set(topic, named);
    this.#index.add(topic, named);
    this.#host.watch(topic);
  }

  #unwatchNamed(topic: string): void {
    const named = this.#named.get(topic);
    if (named === undefined) return;
    this.#named.delete(topic);
    this.#index.remove(topic, named);
    this.#host.unwatch(topic);
  }
}

/** Whether a payload says something that only its own convention would say. */
function isTelling(evidence: Evidence): boolean {
  return evidence.kind === "report"
    ? evidence.state !== "unknown"
    : evidence.kind === "sign" || evidence.kind === "member";
}
