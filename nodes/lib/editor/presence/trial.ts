import type { Reading, Watch } from "../../presence/conventions/convention";
import { customConvention, type CustomConfig } from "../../presence/conventions/custom-convention";
import { deviceTopics, type DeviceTopics } from "../../presence/topics/device-topics";
import { jsonAt, jsonText } from "../../presence/payload/json-path";
import { isPayloadReading, readPayload } from "../../presence/payload/payload-reader";
import { covers } from "../../topics/filter-relation";
import { checkTopicName } from "../../topics/topic-name";
import { exampleTopic } from "../example-topic";
import type { Hint } from "../hint-line";
import { hasPlaceholder } from "../placeholder";
import { reason, text } from "../texts";

/** Of a payload as much as a sentence can bear. */
const LONGEST = 60;

/** A message that someone has typed in. */
export interface TriedMessage {
  /** Empty: one that the pattern matches. */
  readonly topic: string;
  readonly payload: string;
}

/** Says what the node would make of a message: it asks the functions that the node asks. */
export class Trial {
  readonly #pattern: CustomConfig;
  readonly #watch: Watch | undefined;
  readonly #topics: DeviceTopics | undefined;

  constructor(pattern: CustomConfig) {
    this.#pattern = pattern;
    this.#watch = watchOf(pattern);
    this.#topics = this.#watch && deviceTopics(this.#watch, "")[0];
  }

  /** A topic name that the pattern matches; empty if nothing can be tried. */
  get example(): string {
    return this.#topics === undefined ? "" : exampleTopic(this.#topics.filter);
  }

  answer({ topic, payload }: TriedMessage): Hint {
    if (topic === "" && payload === "") return { level: "info", text: text("will-monitor", "hint.tryIt") };
    if (this.#watch === undefined || this.#topics === undefined) {
      return { level: "info", text: text("will-monitor", "hint.incomplete") };
    }
    const name = topic || this.example;
    const problem = topicProblem(name, this.#topics.filter.pattern);
    return problem ?? this.#read(this.#watch.reading, this.#topics.place(name).device, payload);
  }

  #read(reading: Reading, device: string, payload: string): Hint {
    if (!isPayloadReading(reading)) {
      return { level: "ok", text: text("will-monitor", "trial.sign", { device }) };
    }
    const told = readPayload(reading, payload);
    if (told === "unclear") return { level: "warning", text: this.#whyUnclear(reading, device, payload) };
    if (told === "removed") return { level: "info", text: text("will-monitor", "trial.removed", { device }) };
    return { level: "ok", text: text("will-monitor", `trial.${told.state}`, { device }) };
  }

  #whyUnclear({ kind }: Reading, device: string, payload: string): string {
    const field = this.#pattern.field.trim();
    const compared = field === "" ? payload.trim() : fieldText(payload, field);
    if (compared === undefined) return text("will-monitor", "trial.noField", { device, field });
    const values = { device, payload: compared.slice(0, LONGEST) };
    return kind === "rules"
      ? text("will-monitor", "trial.noRule", values)
      : text("will-monitor", "trial.noWord", values);
  }
}

function fieldText(payload: string, field: string): string | undefined {
  try {
    return jsonText(jsonAt(JSON.parse(payload), field));
  } catch {
    return undefined;
  }
}

/** Undefined while something is missing or wrong, which is said where it stands. */
function watchOf(pattern: CustomConfig): Watch | undefined {
  if (hasPlaceholder(pattern.topic)) return undefined;
  try {
    // Of what is wrong below, nothing is tried.
    const activity = pattern.topic === "" ? pattern.activity : "";
    return customConvention({ ...pattern, activity }).watches[0];
  } catch {
    return undefined;
  }
}

function topicProblem(topic: string, pattern: string): Hint | undefined {
  try {
    checkTopicName(topic);
  } catch (error) {
    return { level: "error", text: reason(error) };
  }
  if (covers(pattern, topic)) return undefined;
  return { level: "warning", text: text("will-monitor", "trial.noMatch", { pattern }) };
}
