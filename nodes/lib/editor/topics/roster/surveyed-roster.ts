import type { Convention } from "../../../presence/conventions/convention";
import type { Report, ReportedState } from "../../../presence/evidence";
import { isPayloadReading, readPayload, type PayloadReading } from "../../../presence/payload/payload-reader";
import { presenceSettings, type PresenceSettings, type SavedWatch } from "../../../presence/presence-settings";
import { familyAt, isCommonSuffix, kindPrefix } from "../../../presence/topics/kinds";
import { watchedTopics, type WatchedTopics } from "../../../presence/topics/watched-topics";
import { TopicIndex } from "../../../topics/topic-index";
import type { KnownTopic } from "../known/known-topics";

/** A device and how it stands. */
export interface SurveyedDevice {
  readonly name: string;
  readonly state: ReportedState;
}

/** What is watched; grace and silence don't matter to what is so just now. */
export type RosterChoice = Pick<SavedWatch, "convention" | "topic" | "online" | "offline" | "field">;

/** What a device has said, and to which family it belongs. */
interface Said {
  readonly state: ReportedState;
  readonly isParent: boolean;
  /** Empty if it belongs to none. */
  readonly family: string;
}

/** A payload read by one of the conventions that its topic may be of. */
interface ReadPayload {
  readonly source: WatchedTopics;
  readonly told: Report | "removed" | "unclear";
}

/**
 * Who is there, as a node would find it that hears what a survey has heard. Only of conventions by which each payload
 * says all, since a survey keeps no more than the beginning of the last one.
 */
export class SurveyedRoster {
  readonly #isAuto: boolean;
  readonly #index = new TopicIndex<WatchedTopics>();
  readonly #read = new WeakSet<KnownTopic>();
  readonly #devices = new Map<string, Said>();

  private constructor(settings: PresenceSettings) {
    this.#isAuto = settings.isAuto;
    const nobody = { read: () => [] };
    for (const watched of watchedTopics(settings, () => nobody)) {
      this.#index.add(watched.topics.filter.pattern, watched);
    }
  }

  /** Undefined where a choice isn't complete, or its payloads don't say all. */
  static of(choice: RosterChoice): SurveyedRoster | undefined {
    try {
      const settings = presenceSettings({ ...choice, activity: "", grace: 0, heartbeat: 0 });
      const conventions = settings.conventions.filter(isPlain);
      return conventions.length === 0 ? undefined : new SurveyedRoster({ ...settings, conventions });
    } catch {
      return undefined;
    }
  }

  /** By name. */
  get devices(): SurveyedDevice[] {
    const down = this.#familiesDown();
    const devices = Array.from(this.#devices, ([name, said]) => ({ name, state: stateOf(said, down) }));
    return devices.sort(({ name: one }, { name: other }) => (one < other ? -1 : Number(one > other)));
  }

  /** Reads what it hasn't read yet. */
  learn(topics: Iterable<KnownTopic>): void {
    for (const known of topics) {
      if (this.#read.has(known)) continue;
      this.#read.add(known);
      if (!known.isCut && known.form !== "binary") this.#receive(known);
    }
  }

  #receive({ topic, payload }: KnownTopic): void {
    const sources = this.#index.match(topic).sort((one, other) => one.rank - other.rank);
    const all = sources.map((source) => ({ source, told: readPayload(readingOf(source), payload) }));
    const read = this.#isAuto ? all.find(({ told }) => isTelling(told)) : all[0];
    if (read !== undefined) this.#note(read, topic);
  }

  #note({ source, told }: ReadPayload, topic: string): void {
    const { watch, convention, topics } = source;
    const { device, base } = topics.place(topic);
    const name = (this.#isAuto ? kindPrefix(convention, base) : "") + device;
    if (told === "removed") return void this.#devices.delete(name);
    if (told === "unclear" && isCommonSuffix(source)) return;
    const family = watch?.role === undefined ? "" : familyAt(convention, base);
    const state = told === "unclear" ? "unknown" : told.state;
    this.#devices.set(name, { state, isParent: watch?.role === "parent", family });
  }

  #familiesDown(): ReadonlySet<string> {
    const parents = [...this.#devices.values()].filter(({ isParent, state }) => isParent && state === "offline");
    return new Set(parents.map(({ family }) => family));
  }
}

/** When what a device is reached by is down, nothing is known of the device. */
function stateOf({ state, isParent, family }: Said, down: ReadonlySet<string>): ReportedState {
  return !isParent && down.has(family) ? "unknown" : state;
}

function isPlain({ watches }: Convention): boolean {
  return watches.every(({ reading }) => isPayloadReading(reading));
}

/** Others have been left out. */
function readingOf({ watch }: WatchedTopics): PayloadReading {
  return watch !== undefined && isPayloadReading(watch.reading) ? watch.reading : { kind: "common-words" };
}

function isTelling(told: ReadPayload["told"]): boolean {
  return typeof told !== "string" && told.state !== "unknown";
}
