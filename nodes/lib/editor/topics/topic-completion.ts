import type { EditorNode } from "../red";
import { sharedText } from "../texts";
import type { BrokerTopics } from "./known/broker-topics";
import { completions, MOST_COMPLETIONS, type Completion, type TopicKind } from "./completions";
import { topicsOfOthers } from "./known/other-sources";
import { otherSources } from "./known/plugins";
import { shownPayload } from "./shown-payload";
import { topicSpan, valueSpan } from "./topic-spans";

/** Characters of a payload beside a topic. */
const LONGEST_PAYLOAD = 40;

/** A field that is completed. */
export interface CompletedField {
  readonly input: JQuery;
  readonly node: EditorNode;
  readonly kind: () => TopicKind;
  /** Of the broker that is chosen. */
  readonly known: () => BrokerTopics | undefined;
}

/**
 * Offers topics while someone types.
 * @returns to be called when more is known: looks again for what nothing was found for
 */
export function completeTopics(field: CompletedField): () => void {
  let unanswered: string | undefined;
  field.input.autoComplete({
    minLength: 1,
    // The editor hands over a callback to a function that declares two parameters.
    search: (typed, done) => {
      void find(field, typed).then((found) => {
        // Nobody waits any more.
        if (!field.input.is(":focus")) return;
        unanswered = found.length === 0 ? typed : undefined;
        done(found.length === 0 ? [] : [asTyped(field.input), ...found.map(option)]);
      });
    },
  });
  return () => {
    // The editor searches whenever a key is let go.
    if (field.input.is(":focus") && field.input.val() === unanswered) field.input.trigger("keyup");
  };
}

async function find({ node, kind, known }: CompletedField, typed: string): Promise<Completion[]> {
  const own = completions(known()?.topics ?? [], typed, kind());
  const others = await topicsOfOthers(otherSources(), typed, node);
  const values = new Set([typed, ...own.map(({ value }) => value)]);
  const added = others.filter((value) => !values.has(value)).map((value) => ({ value }));
  return [...own.filter(({ value }) => value !== typed), ...added].slice(0, MOST_COMPLETIONS);
}

/** The editor takes the first one on Enter and Tab: that must change nothing, even if more was typed meanwhile. */
function asTyped(input: JQuery): { value: string; label: JQuery } {
  const value = (): string => String(input.val() ?? "");
  const label = $('<div class="m2m-completion">').append(
    topicSpan(value()),
    valueSpan(sharedText("topics.asTyped")).addClass("m2m-completion-note"),
  );
  return {
    get value() {
      return value();
    },
    label,
  };
}

function option({ value, topic, count }: Completion): { value: string; label: JQuery } {
  const label = $('<div class="m2m-completion">').append(topicSpan(value));
  if (topic !== undefined) label.append(valueSpan(shownPayload(topic, LONGEST_PAYLOAD)));
  else if (count !== undefined) label.append(valueSpan(sharedText("topics.count", { count })));
  return { value, label: label.attr("title", value) };
}
