import { CONVENTIONS } from "../../../../nodes/lib/presence/conventions/conventions";
import type { Convention } from "../../../../nodes/lib/presence/conventions/convention";
import type { Evidence } from "../../../../nodes/lib/presence/evidence";
import type { Interpreter } from "../../../../nodes/lib/presence/interpreters/interpreter";
import { payloadInterpreter } from "../../../../nodes/lib/presence/interpreters/payload-interpreter";
import { watchedTopics, type WatchedTopics } from "../../../../nodes/lib/presence/topics/watched-topics";
import { TopicIndex } from "../../../../nodes/lib/topics/topic-index";
import { preset } from "../preset";

/** Stands for the interpreters that know more than one message, which have tests of their own. */
const NOT_READ_HERE: Interpreter = { read: () => [] };

/** What the messages of a convention tell: `kitchen online`, `kitchen offline (will)`, `kitchen removed`; `nothing`. */
export function readerOf(id: string, base = ""): (topic: string, payload: string) => string {
  const index = indexOf([preset(id)], false, base);
  return (topic, payload) => {
    const [source] = sourcesOf(index, topic);
    return source === undefined ? "nothing" : textOf(source, topic, payload);
  };
}

/** Which convention would read a message if all are watched, and what it tells: `esphome: kitchen online`; `nothing`. */
export function readerOfAll(): (topic: string, payload: string) => string {
  const index = indexOf(
    CONVENTIONS.filter(({ isOnlyByName }) => isOnlyByName !== true),
    true,
    "",
  );
  return (topic, payload) => {
    const readings = sourcesOf(index, topic).map(
      (source) => `${source.convention.id}: ${textOf(source, topic, payload)}`,
    );
    return readings.find((reading) => !/ (unclear|unknown|removed)$/.test(reading)) ?? "nothing";
  };
}

function indexOf(conventions: readonly Convention[], isAuto: boolean, base: string): TopicIndex<WatchedTopics> {
  const settings = { conventions, isAuto, base, activity: "", isSilenceNoticed: false };
  const index = new TopicIndex<WatchedTopics>();
  for (const watched of watchedTopics(settings, (reading) => payloadInterpreter(reading) ?? NOT_READ_HERE)) {
    index.add(watched.topics.filter.pattern, watched);
  }
  return index;
}

function sourcesOf(index: TopicIndex<WatchedTopics>, topic: string): WatchedTopics[] {
  return index.match(topic).toSorted((one, other) => one.rank - other.rank);
}

function textOf({ topics, interpreter }: WatchedTopics, topic: string, text: string): string {
  const message = { topic, payload: new TextEncoder().encode(text), text, retain: false };
  const findings = interpreter.read(message, topics.place(topic));
  return findings.map(({ device, evidence }) => `${device} ${evidenceText(evidence)}`).join(", ") || "unclear";
}

function evidenceText(evidence: Evidence): string {
  if (evidence.kind !== "report") return evidence.kind;
  return evidence.reason === "reported" ? evidence.state : `${evidence.state} (${evidence.reason})`;
}
