import type { EditorNode } from "../red";
import { sharedText } from "../texts";
import type { BrokerTopics } from "./known/broker-topics";
import type { TopicKind } from "./completions";
import { lastValueHint } from "./last-value-hint";
import { topicsOf } from "./known/plugins";
import { TopicBrowser, type Suggestion } from "./browser/topic-browser";
import { sharePrefix } from "./share-prefix";
import { completeTopics } from "./topic-completion";

/** The open dialog, as far as a field for topics is concerned with it. */
export interface TopicDialog {
  readonly root: JQuery;
  input(name: string): JQuery;
  shown(name: string): string;
  updateHint(name: string): void;
}

/** What a field takes. */
export interface TopicFieldOptions {
  readonly name: string;
  readonly kind: () => TopicKind;
  /** What stands for any level; undefined if there may be no wildcard. */
  readonly wildcard: () => string | undefined;
  /** Whether the beginning of topics is wanted, rather than topics. */
  readonly takesLevels: () => boolean;
  /** What the topic in the field suggests for others. */
  readonly suggest: (topic: string, broker: BrokerTopics) => Suggestion | undefined;
}

/** Milliseconds after which what is said of a value's age may have become wrong. */
const AGES = 10_000;

/** A field for topics, which knows what the chosen broker has: completes them, lets people browse, keeps hints true. */
export class TopicField {
  readonly #dialog: TopicDialog;
  readonly #options: TopicFieldOptions;
  readonly #input: JQuery;
  readonly #button = $('<button type="button" class="red-ui-button m2m-browse" aria-expanded="false">');
  readonly #complete: () => void;
  /** Of the last value. */
  #said: string | undefined;
  #browser: TopicBrowser | undefined;
  #followed: BrokerTopics | undefined;
  #unfollow: () => void = () => undefined;

  constructor(dialog: TopicDialog, node: EditorNode, options: TopicFieldOptions) {
    this.#dialog = dialog;
    this.#options = options;
    this.#input = dialog.input(options.name);
    this.#complete = completeTopics({ input: this.#input, node, kind: options.kind, known: () => this.known });
    this.#addButton();
    this.#input.on("focus input", () => this.#ask());
    dialog.input("broker").on("change", () => this.#changeBroker());
    const ages = setInterval(() => this.#updateHint(), AGES);
    // The editor takes a dialog out of the page while another lies on it, and removes it when it is closed.
    dialog.root.on("remove", () => {
      clearInterval(ages);
      this.#unfollow();
      this.#browser?.close();
    });
    this.#changeBroker();
  }

  /** What is known of the broker that is chosen. */
  get known(): BrokerTopics | undefined {
    return topicsOf(this.#dialog.shown("broker"));
  }

  /** Shuts the browser, whose purpose has changed. */
  close(): void {
    this.#browser?.close();
    this.#browser = undefined;
    this.#button.attr("aria-expanded", "false");
  }

  #addButton(): void {
    this.#button.append(
      $('<i class="fa fa-sitemap" aria-hidden="true">'),
      $("<span>").text(sharedText("topics.browse")),
    );
    this.#button.attr({ "aria-label": sharedText("topics.browser"), title: sharedText("topics.browser") });
    this.#button.on("click", () => (this.#browser === undefined ? this.#open() : this.close()));
    this.#input.after(this.#button);
  }

  #ask(): void {
    this.#follow();
    this.known?.ask();
  }

  /** The address of a broker may have been changed since, and its topics with it. */
  #follow(): void {
    const known = this.known;
    if (known === this.#followed) return;
    this.#unfollow();
    this.#followed = known;
    this.#unfollow = known?.onChange(() => this.#learn()) ?? (() => undefined);
    this.#dialog.updateHint(this.#options.name);
  }

  #learn(): void {
    this.#updateHint();
    this.#complete();
  }

  /** Readers say a hint whenever it is written, and an error would come before its time to who is typing. */
  #updateHint(): void {
    const said = lastValueHint(this.known, String(this.#input.val() ?? ""))?.text;
    if (said === this.#said) return;
    this.#said = said;
    this.#dialog.updateHint(this.#options.name);
  }

  #changeBroker(): void {
    this.#follow();
    if (this.#browser === undefined) return;
    this.close();
    this.#open();
  }

  #open(): void {
    this.#follow();
    const broker = this.known;
    if (broker === undefined) return this.#missBroker();
    const { wildcard, takesLevels, suggest } = this.#options;
    const browser = new TopicBrowser(broker, {
      wildcard: wildcard(),
      takesLevels: takesLevels(),
      choose: (topic) => this.#choose(topic),
      suggest: () => suggest(String(this.#input.val() ?? ""), broker),
    });
    this.#browser = browser;
    browser.element.on("keydown", (event) => this.#escape(event));
    this.#input.closest(".form-row").after(browser.element);
    this.#button.attr("aria-expanded", "true");
    browser.start();
  }

  /** A subscription that is shared stays so. */
  #choose(topic: string): void {
    const share = this.#options.kind() === "filter" ? sharePrefix(String(this.#input.val() ?? "")) : "";
    this.#input.val(share + topic).trigger("change");
  }

  /** There the field says what is to be done. */
  #missBroker(): void {
    this.#dialog.updateHint("broker");
    this.#dialog.input("broker").trigger("focus");
  }

  #escape(event: JQuery.KeyDownEvent): void {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    this.close();
    this.#input.trigger("focus");
  }
}
