import type { Clock } from "../clock";
import { Device } from "./device";
import type { Report } from "./evidence";
import { keptDevice, keptDevices, type KeptRoster } from "./kept-roster";
import { Liveness } from "./liveness";
import type { ObservedMessage } from "./observed-message";
import type { PresenceSettings } from "./presence-settings";
import { RetainCheck, type RetainedTopics } from "./retain-check";
import { Roster, type DeviceCounts, type RosterList } from "./roster";
import { TopicWatch, type Observation } from "./topic-watch";
import type { Transition } from "./transition";

/** What people are told, each once. */
export type PresenceWarning =
  | { readonly code: "presence-unclear"; readonly values: { device: string; payload: string } }
  | { readonly code: "presence-retains-only"; readonly values: { device: string; state: string } }
  | { readonly code: "presence-full"; readonly values: { devices: number } }
  | { readonly code: "presence-template" | "presence-discovery"; readonly values: { device: string; detail: string } };

/** The node that watches. */
export interface PresenceHost extends RetainedTopics {
  /** A device stands otherwise, and the roster shows it. */
  changed(transition: Transition): void;
  /** The roster shows something new, and nothing has changed that a flow is told of: a device of which nothing is known. */
  listed(): void;
  warn(warning: PresenceWarning): void;
  /** A message has named a topic where more is said. */
  watch(topic: string): void;
  unwatch(topic: string): void;
}

/** More devices aren't followed: anybody who may publish could fill the memory with them. */
const MOST_DEVICES = 100_000;
/** What a payload tells that isn't understood, or that is known to prove nothing. */
const NOTHING_SAID: Report = { state: "unknown", reason: "reported" };
/** The readings by which each payload says all. */
const SAYS_ALL: ReadonlySet<string | undefined> = new Set(["rules", "common-words"]);
/** Characters of a payload that people are shown. */
const SHOWN = 40;

/** Knows who is alive, from what devices say of themselves on their topics. */
export class Presence {
  readonly #clock: Clock;
  readonly #roster = new Roster();
  readonly #liveness: Liveness;
  readonly #topics: TopicWatch;
  readonly #check: RetainCheck;
  #host: PresenceHost;
  #isToldFull = false;

  /** @throws MqttNodeError as a topic filter does, for a base topic or an activity that makes none */
  constructor(settings: PresenceSettings, host: PresenceHost, clock: Clock) {
    this.#host = host;
    this.#clock = clock;
    this.#liveness = new Liveness(this.#roster, settings, clock, (transition) => this.#host.changed(transition));
    this.#check = new RetainCheck(
      { ask: (topic) => this.#host.ask(topic), end: (topic) => this.#host.end(topic) },
      clock,
    );
    this.#topics = new TopicWatch(settings, {
      watch: (topic) => this.#host.watch(topic),
      unwatch: (topic) => this.#host.unwatch(topic),
      warn: (code, device, detail) => this.#host.warn({ code, values: { device, detail } }),
    });
  }

  /** What is to be subscribed, as it is sent: what the host is told to watch later comes to it. */
  get filters(): string[] {
    return this.#topics.filters;
  }

  get counts(): DeviceCounts {
    return this.#roster.counts;
  }

  /** Made anew each time: a flow may do with it what it likes. */
  list(): RosterList {
    return this.#roster.list();
  }

  /** A message of a watched topic. Never throws, whatever the message. */
  receive(message: ObservedMessage): void {
    for (const observation of this.#topics.read(message)) this.#observe(observation, message);
  }

  /** What the broker keeps of a topic that {@link RetainedTopics.ask} has asked for. */
  receiveKept(message: ObservedMessage): void {
    const question = message.retain ? this.#check.answered(message.topic) : undefined;
    if (question === undefined) return;
    const { device, said } = question;
    if (this.#roster.get(device.name) !== device) return;
    for (const { evidence } of this.#topics.read(message)) {
      if (evidence.kind !== "report" || this.#liveness.said(device) !== said) continue;
      this.#compare(device, said, evidence);
    }
  }

  connected(): void {
    this.#liveness.connected();
  }

  /** Our own connection is lost. */
  lost(): void {
    this.#check.clear();
    this.#topics.lost();
    this.#liveness.lost();
  }

  /** Takes a device from the roster, until it says something again. @returns whether it was there */
  forget(name: string): boolean {
    const device = this.#roster.get(name);
    if (device === undefined) return false;
    this.#topics.forget(name, device.topic);
    this.#liveness.remove(device, "command");
    return true;
  }

  /** What is to be remembered over a restart. */
  kept(): KeptRoster {
    return { devices: Array.from(this.#roster, keptDevice) };
  }

  /** Brings back the devices of before a restart, of which nothing is known yet. */
  restore(stored: unknown): void {
    for (const { device: name, convention, topic, ...before } of keptDevices(stored)) {
      const identity = { name, convention, topic };
      if (this.#roster.get(name) !== undefined || this.#roster.size >= MOST_DEVICES) continue;
      if (!this.#topics.mayKnow(identity)) continue;
      const device = new Device(identity, this.#clock.date());
      this.#roster.add(device);
      this.#liveness.restore(device, before);
    }
  }

  /** The node is closed, and may come back with a deploy; nothing happens until {@link resume}. */
  pause(): void {
    this.#check.clear();
    this.#liveness.pause();
  }

  /** The node has come back. */
  resume(host: PresenceHost): void {
    this.#host = host;
    this.#liveness.resume();
  }

  close(): void {
    this.#check.clear();
    this.#liveness.close();
  }

  #observe(observation: Observation, message: ObservedMessage): void {
    const known = this.#roster.get(observation.device);
    const device = known ?? this.#meet(observation, message);
    if (device === undefined) return;
    this.#learn(device, observation, message);
    // Else the transition tells it.
    if (known === undefined && device.state === "unknown") this.#host.listed();
  }

  /** Adds a device to the roster, if a message says something that makes it one. */
  #meet({ device: name, evidence, source }: Observation, { topic }: ObservedMessage): Device | undefined {
    if (evidence.kind === "removed" || evidence.kind === "orphan") return undefined;
    // Traffic that only proves life is mostly not of devices.
    if (evidence.kind === "sign" && source.watch === undefined) return undefined;
    if (this.#isFull()) {
      this.#topics.forget(name, topic);
      return undefined;
    }
    const device = new Device({ name, convention: source.convention.id, topic }, this.#clock.date());
    this.#roster.add(device);
    return device;
  }

  #learn(device: Device, observation: Observation, message: ObservedMessage): void {
    const { evidence } = observation;
    switch (evidence.kind) {
      case "report":
        return this.#report(device, evidence, observation, message);
      case "unclear":
        this.#warnOnce(device, message);
        return this.#report(device, NOTHING_SAID, observation, message);
      case "sign":
        return this.#liveness.sign(device);
      case "removed":
        this.#topics.forget(device.name, device.topic);
        return this.#liveness.remove(device, "reported");
      case "member":
        return this.#liveness.enter(device, evidence.family, evidence.role);
      case "orphan":
        return this.#liveness.leave(device);
    }
  }

  #report(device: Device, report: Report, { source, base }: Observation, message: ObservedMessage): void {
    const { watch, convention } = source;
    const isSnapshot = message.retain && !this.#hasSpoken(device, message.topic);
    device.topic = message.topic;
    if (watch?.role !== undefined && device.family === undefined && device.heads === undefined) {
      this.#liveness.enter(device, `${convention.id}:${base}`, watch.role);
    }
    const isProof = !isSnapshot || report.state !== device.retainsOnly;
    this.#liveness.report(device, isProof ? report : NOTHING_SAID, isSnapshot);
    if (isSnapshot || watch?.isRetained === false || !SAYS_ALL.has(watch?.reading.kind)) return;
    const said = report.state;
    if (said === "online" || said === "offline") this.#check.heard({ device, topic: message.topic, said });
  }

  /**
   * Whether the broker has told before, on this connection, what it keeps: RETAIN is also 1 on what has just been
   * published, where another node has asked for that on the same filter [MQTT 5, 3.8.3.1: Retain As Published].
   */
  #hasSpoken(device: Device, topic: string): boolean {
    return device.topic === topic && this.#liveness.said(device) !== undefined;
  }

  /** Compares what a device has said with what the broker has kept of it. */
  #compare(device: Device, said: "online" | "offline", kept: Report): void {
    if (kept.state === said && device.retainsOnly !== said) device.retainsOnly = undefined;
    if (kept.state === said) return;
    if ((kept.state !== "online" && kept.state !== "offline") || device.retainsOnly === kept.state) return;
    device.retainsOnly = kept.state;
    this.#host.warn({ code: "presence-retains-only", values: { device: device.name, state: kept.state } });
    this.#host.listed();
  }

  #warnOnce(device: Device, { text }: ObservedMessage): void {
    if (device.isWarned) return;
    device.isWarned = true;
    const payload = text === undefined || text.length <= SHOWN ? (text ?? "...") : `${text.slice(0, SHOWN)}...`;
    this.#host.warn({ code: "presence-unclear", values: { device: device.name, payload } });
  }

  #isFull(): boolean {
    if (this.#roster.size < MOST_DEVICES) return false;
    if (!this.#isToldFull) this.#host.warn({ code: "presence-full", values: { devices: MOST_DEVICES } });
    this.#isToldFull = true;
    return true;
  }
}
