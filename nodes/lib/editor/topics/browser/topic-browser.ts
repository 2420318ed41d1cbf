import { sharedText } from "../../texts";
import type { BrokerTopics } from "../known/broker-topics";
import { SurveyLine } from "./survey-line";
import { TopicTree, type TreePurpose } from "./topic-tree";

/** What a choice suggests for other fields, and a button that does it. */
export interface Suggestion {
  readonly text: string;
  readonly action: string;
  readonly apply: () => void;
}

/** What the browser is for. */
export interface BrowserPurpose extends TreePurpose {
  /** What the topic in the field suggests now; undefined if nothing. */
  suggest(): Suggestion | undefined;
}

/** Milliseconds that someone rests who has typed what to look for. */
const REST = 200;

/** A broker's topics to look through and choose from, below a field. */
export class TopicBrowser {
  readonly element = $('<div class="m2m-browser" role="group">');
  readonly #broker: BrokerTopics;
  readonly #purpose: BrowserPurpose;
  readonly #tree: TopicTree;
  readonly #survey: SurveyLine;
  readonly #search = $('<input type="text">');
  readonly #suggestion = $('<div class="m2m-browser-suggestion" role="status">');
  readonly #leave: readonly (() => void)[];

  constructor(broker: BrokerTopics, purpose: BrowserPurpose) {
    this.#broker = broker;
    this.#purpose = purpose;
    this.#tree = new TopicTree(broker.topics, { ...purpose, choose: (topic) => this.#choose(topic) });
    this.#survey = new SurveyLine(broker);
    this.element.attr("aria-label", sharedText("topics.browser"));
    const search = $('<div class="m2m-browser-search">').append(this.#search);
    this.element.append(search, this.#tree.element, this.#survey.element, this.#suggestion);
    this.#search.attr({ "aria-label": sharedText("topics.search"), placeholder: sharedText("topics.search") });
    this.#search.on("keydown", (event) => this.#enterTree(event));
    this.#tree.show([]);
    this.#leave = [broker.onChange(() => this.#update()), broker.browse()];
    this.#update();
  }

  /** To be called when it is in the page: elsewhere the search box would make a form of its own. */
  start(): void {
    this.#search.searchBox({ style: "compact", delay: REST, change: () => this.#look() }).trigger("focus");
  }

  /** Takes it out of the page, and lets the listening end. */
  close(): void {
    for (const leave of this.#leave) leave();
    this.element.remove();
  }

  #update(): void {
    const isKnown = this.#broker.topics.size > 0;
    this.#tree.element.toggle(isKnown);
    this.#tree.update();
    this.#survey.update(isKnown ? this.#tree.count : undefined);
  }

  #look(): void {
    const words = String(this.#search.val() ?? "").toLowerCase();
    this.#tree.show(words.split(/\s+/).filter((word) => word !== ""));
    this.#update();
  }

  #enterTree(event: JQuery.KeyDownEvent): void {
    if (event.key !== "ArrowDown") return;
    event.preventDefault();
    this.#tree.focus();
  }

  #choose(topic: string): void {
    this.#purpose.choose(topic);
    const suggestion = this.#purpose.suggest();
    this.#suggestion.empty();
    if (suggestion === undefined) return;
    const apply = $('<button type="button" class="red-ui-button red-ui-button-small">').text(suggestion.action);
    apply.on("click", () => {
      this.#suggestion.empty();
      this.#tree.focus();
      suggestion.apply();
    });
    this.#suggestion.append($("<span>").text(suggestion.text), apply);
  }
}
