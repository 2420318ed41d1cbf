import { CONVENTION_CHOICES } from "../../../will-monitor/config";
import { deviceTopics } from "../../presence/topics/device-topics";
import { exampleTopic } from "../example-topic";
import type { Hint } from "../hint-line";
import { hasPlaceholder } from "../placeholder";
import { text } from "../texts";
import { chosenConvention, isCustom, type WillMonitorDialog } from "./will-monitor-dialog";

/** The one field of `topic`: a base topic, the topic of an own pattern, or not there. Each choice has its own text in it. */
export function prepareTopicField(dialog: WillMonitorDialog): void {
  const field = new TopicField(dialog);
  dialog.hint("topic", (topic) => dialog.problem("topic") ?? (isCustom(dialog) ? exampleHint(topic) : undefined));
  dialog.input("convention").on("change", () => field.follow());
  dialog.input("activity").on("input change", () => dialog.updateHint("topic"));
}

class TopicField {
  readonly #dialog: WillMonitorDialog;
  /** What was entered for another choice. */
  readonly #texts = new Map<string, string>();
  #choice: string;

  constructor(dialog: WillMonitorDialog) {
    this.#dialog = dialog;
    this.#choice = dialog.shown("convention");
    this.#show();
  }

  /** Another convention is chosen. */
  follow(): void {
    const choice = this.#dialog.shown("convention");
    this.#texts.set(this.#choice, this.#dialog.shown("topic"));
    this.#choice = choice;
    this.#show();
    this.#dialog
      .input("topic")
      .val(this.#texts.get(choice) ?? "")
      .trigger("change");
    this.#dialog.updateHint("topic");
  }

  #show(): void {
    const base = chosenConvention(this.#dialog)?.base;
    const isKnown = CONVENTION_CHOICES.includes(this.#choice);
    const isTopic = isCustom(this.#dialog) || !isKnown;
    $("#m2m-topic").toggle(isTopic || base !== undefined);
    const label = isTopic ? text("will-monitor", "label.topic") : text("will-monitor", "label.base");
    $("#m2m-topic-label").text(label);
    this.#dialog.input("topic").attr("placeholder", base ?? text("will-monitor", "placeholder.topic"));
  }
}

/** Whose state a topic tells that the pattern matches. */
function exampleHint(pattern: string): Hint | undefined {
  if (pattern === "" || hasPlaceholder(pattern)) return undefined;
  const [topics] = deviceTopics({ topic: pattern }, "");
  if (topics === undefined) return undefined;
  const topic = exampleTopic(topics.filter);
  return { level: "ok", text: text("will-monitor", "hint.example", { topic, device: topics.place(topic).device }) };
}
