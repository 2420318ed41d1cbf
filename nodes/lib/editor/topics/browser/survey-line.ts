import { sharedText } from "../../texts";
import type { BrokerTopics } from "../known/broker-topics";
import { surveyWords } from "./survey-words";

/** What is suggested to those whose broker doesn't show everything. */
const SUGGESTED = "home/#";

/** How it stands with listening to a broker, and what can be done about it. */
export class SurveyLine {
  readonly element = $('<div class="m2m-browser-survey">');
  readonly #broker: BrokerTopics;
  readonly #count = $('<span role="status">');
  readonly #words = $("<span>");
  readonly #again = $('<button type="button" class="m2m-link">');
  readonly #filterRow = $('<div class="m2m-browser-filter">');
  readonly #filter = $('<input type="text">');
  readonly #notKept = $("<div>");
  /** The filter is the user's from then on. */
  #isOffered = false;

  constructor(broker: BrokerTopics) {
    this.#broker = broker;
    const state = $('<div class="m2m-browser-state">').append(this.#count, this.#words, this.#again);
    this.element.append(state, this.#notKept, this.#filterRow);
    this.#again.text(sharedText("topics.again")).on("click", () => broker.listenTo(broker.survey.filter));
    this.#fillFilterRow();
  }

  /** @param count of the topics that are shown; undefined if none is known */
  update(count: number | undefined): void {
    const view = this.#broker.survey;
    const { text, offersFilter, canRepeat } = surveyWords(view, count !== undefined);
    this.#say(count);
    this.#words.text(text);
    this.#again.toggle(canRepeat);
    if (offersFilter || view.filter !== "#") this.#offerFilter(view.filter);
    const { notKept } = view;
    this.#notKept.text(notKept > 0 ? sharedText("topics.notKept", { count: notKept.toLocaleString() }) : "");
  }

  /** Readers say it whenever it is written. */
  #say(count: number | undefined): void {
    const text = count === undefined ? "" : sharedText("topics.count", { count: count.toLocaleString() });
    if (this.#count.text() !== text) this.#count.text(text);
  }

  #offerFilter(filter: string): void {
    if (this.#isOffered) return;
    this.#isOffered = true;
    this.#filter.val(filter === "#" ? SUGGESTED : filter);
    this.#filterRow.css("display", "flex");
  }

  #fillFilterRow(): void {
    const listen = $('<button type="button" class="red-ui-button red-ui-button-small">');
    this.#filter.attr("aria-label", sharedText("topics.lookUnder"));
    this.#filterRow.append($("<span>").text(sharedText("topics.lookUnder")), this.#filter, listen);
    listen.text(sharedText("topics.listen")).on("click", () => this.#listen());
    this.#filter.on("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      this.#listen();
    });
  }

  #listen(): void {
    const filter = String(this.#filter.val() ?? "").trim();
    if (filter !== "") this.#broker.listenTo(filter);
  }
}
