import type { Clock } from "../clock";
import { Device, type Side } from "./devices/device";
import type { Report, ReportedState } from "./evidence";
import { keptDevice, keptDevices, type KeptRoster } from "./devices/kept-roster";
import { Liveness } from "./devices/liveness";
import { noteRetained } from "./devices/retained-side";
import { isPayloadReading } from "./payload/payload-reader";
import type { ObservedMessage } from "./observed-message";
import { LONGEST_TOPIC, MOST_DEVICES } from "./limits";
import type { PresenceHost } from "./presence-host";
import type { PresenceSettings } from "./presence-settings";
import { PresenceWarnings } from "./presence-warnings";
import { RetainCheck } from "./retain-check";
import { Roster, type DeviceCounts, type RosterList } from "./devices/roster";
import { familyAt, isCommonSuffix } from "./topics/kinds";
import { TopicWatch, type Observation } from "./topics/topic-watch";

/** What a payload tells that isn't understood, or that is known to prove nothing. */
const NOTHING_SAID: Report = { state: "unknown", reason: "reported" };

/** Knows who is alive, from what devices say of themselves on their topics. */
export class Presence {
  readonly #clock: Clock;
  readonly #roster = new Roster();
  readonly #liveness: Liveness;
  readonly #topics: TopicWatch;
  readonly #check: RetainCheck;
  readonly #warnings = new PresenceWarnings((warning) => this.#host.warn(warning));
  readonly #areTalkative: boolean;
  #host: PresenceHost;

  /** @throws MqttNodeError as a topic filter does, for a base topic or an activity that makes none */
  constructor(settings: PresenceSettings, host: PresenceHost, clock: Clock) {
    this.#host = host;
    this.#clock = clock;
    this.#areTalkative = settings.areTalkative;
    this.#liveness = new Liveness(this.#roster, settings, clock, (transition) => this.#host.changed(transition));
    this.#check = new RetainCheck(
      {
        canAsk: () => this.#host.canAsk(),
        ask: (topic) => this.#host.ask(topic),
        end: (topic) => this.#host.end(topic),
      },
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

  /**
   * A message of a watched topic. Never throws, whatever the message.
   * @param mayBeNew whether it may have been published just now though RETAIN is set
   */
  receive(message: ObservedMessage, mayBeNew = false): void {
    if (message.topic.length > LONGEST_TOPIC) return;
    for (const observation of this.#topics.read(message)) this.#observe(observation, message, mayBeNew);
  }

  /** What the broker keeps of a topic that {@link RetainedTopics.ask} has asked for. */
  receiveKept(message: ObservedMessage): void {
    const question = message.retain ? this.#check.answered(message.topic) : undefined;
    if (question === undefined) return;
    const { device, said } = question;
    if (this.#roster.get(device.name) !== device) return;
    if (this.#liveness.said(device) !== said) return this.#check.repeat(question);
    for (const { evidence } of this.#topics.read(message)) {
      if (evidence.kind === "report") this.#compare(device, said, evidence.state);
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

  #observe(observation: Observation, message: ObservedMessage, mayBeNew: boolean): void {
    const known = this.#roster.get(observation.device);
    const device = known ?? this.#meet(observation, message);
    if (device === undefined) return;
    // What the broker has kept is no news of a device that has been heard: the same may come for several filters.
    const isKept = message.retain && !(mayBeNew && this.#hasSpoken(device, message.topic));
    if (isKept && this.#hasSpoken(device, message.topic) && observation.evidence.kind !== "removed") return;
    this.#learn(device, observation, message, isKept);
    // Else the transition tells it.
    if (known === undefined && device.state === "unknown") this.#host.listed();
  }

  /** Adds a device to the roster, if a message says something that makes it one. */
  #meet({ device: name, evidence, source }: Observation, { topic }: ObservedMessage): Device | undefined {
    if (evidence.kind === "removed" || evidence.kind === "orphan") return undefined;
    // Traffic that only proves life is mostly not of devices.
    if (evidence.kind === "sign" && source.watch === undefined) return undefined;
    if (evidence.kind === "unclear" && isCommonSuffix(source)) return undefined;
    if (this.#roster.size >= MOST_DEVICES) {
      this.#topics.forget(name, topic);
      this.#warnings.full(MOST_DEVICES);
      return undefined;
    }
    const device = new Device({ name, convention: source.convention.id, topic }, this.#clock.date());
    device.isTalkative = this.#areTalkative && source.watch?.role !== "parent";
    this.#roster.add(device);
    return device;
  }

  #learn(device: Device, observation: Observation, message: ObservedMessage, isKept: boolean): void {
    const { evidence } = observation;
    switch (evidence.kind) {
      case "report":
        return this.#report(device, evidence, observation, message.topic, isKept);
      case "unclear":
        this.#warnings.unclear(device.name, message.text);
        return this.#report(device, NOTHING_SAID, observation, message.topic, isKept);
      case "sign":
        return this.#liveness.sign(device);
      case "removed":
        this.#topics.forget(device.name, device.topic);
        return this.#liveness.remove(device, "reported");
      case "member":
        return this.#liveness.enter(device, evidence.family, evidence.role, isKept);
      case "orphan":
        return this.#liveness.leave(device);
    }
  }

  #report(device: Device, report: Report, { source, base }: Observation, topic: string, isKept: boolean): void {
    const { watch, convention } = source;
    device.topic = topic;
    if (watch?.role !== undefined && device.family === undefined && device.heads === undefined) {
      this.#liveness.enter(device, familyAt(convention, base), watch.role, isKept);
    }
    const isProof = !isKept || report.state !== device.retainsOnly;
    this.#liveness.report(device, isProof ? report : NOTHING_SAID, isKept);
    const said = report.state;
    if (isKept || watch === undefined || watch.isRetained === false || !isPayloadReading(watch.reading)) return;
    if (said === "online" || said === "offline") this.#check.heard({ device, topic, said });
  }

  /** Whether the device has said something there on this connection. */
  #hasSpoken(device: Device, topic: string): boolean {
    return device.topic === topic && this.#liveness.said(device) !== undefined;
  }

  /** Compares what a device has said with what the broker has kept of it. */
  #compare(device: Device, said: Side, kept: ReportedState): void {
    const only = noteRetained(device, said, kept);
    if (only === undefined) return;
    this.#warnings.retainsOnly(device.name, only);
    this.#host.listed();
  }
}
