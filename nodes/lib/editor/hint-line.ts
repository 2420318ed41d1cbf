/** The gravest first. */
const LEVELS = ["error", "warning", "info", "ok"] as const;

/** How a hint is meant; each has its own icon, so that it isn't told by colour alone. */
export type HintLevel = (typeof LEVELS)[number];

/** What stands below a field. */
export interface Hint {
  readonly level: HintLevel;
  /** One or several lines. */
  readonly text: string;
  /** What can be done about it. */
  readonly action?: HintAction;
}

/** A button at the end of a hint. */
export interface HintAction {
  readonly text: string;
  readonly run: () => void;
}

/** Several hints as one: a line for each, as grave as the gravest; undefined if there are none. */
export function joinHints(hints: readonly (Hint | undefined)[]): Hint | undefined {
  const found = hints.filter((hint) => hint !== undefined);
  const level = LEVELS.find((level) => found.some((hint) => hint.level === level));
  return level && { level, text: found.map((hint) => hint.text).join("\n") };
}

/** The icon of each level. */
export const HINT_ICONS: Readonly<Record<HintLevel, string>> = {
  ok: "fa-check",
  info: "fa-info-circle",
  warning: "fa-exclamation-triangle",
  error: "fa-times-circle",
};

/** While someone types, an error is not yet one: it is shown after this rest. Milliseconds. */
const ERROR_DELAY = 400;

/** The line below a field: an icon and words about what the field holds, read out when they change. */
export class HintLine {
  readonly #control: JQuery;
  readonly #describe: () => Hint | undefined;
  readonly #icon = $('<i class="fa" aria-hidden="true">');
  readonly #words = $("<span>");
  readonly #button = $('<button type="button" class="m2m-link">');
  readonly #line: JQuery;
  #action: HintAction | undefined;
  #rest: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param control the field it belongs to, in a `form-row`
   * @param describe what is to be said about the field just now
   */
  constructor(control: JQuery, describe: () => Hint | undefined) {
    this.#control = control;
    this.#describe = describe;
    const content = $("<div>").append(this.#words, this.#button);
    this.#line = $('<div class="m2m-hint" aria-live="polite">').append(this.#icon, content);
    control.closest(".form-row").append(this.#line);
    // The focus stays where it is: a field that is left may change the hint under the pressed button.
    this.#button.on("mousedown", (event) => event.preventDefault());
    this.#button.on("click", () => this.#action?.run());
    this.#connectForReaders();
    // Also when the field is left: a line that came at once would push away what is just being clicked.
    control.on("change input keyup", () => this.#follow());
    this.update();
  }

  /** Says what holds now. An error opens the fold it stands in. */
  update(): void {
    clearTimeout(this.#rest);
    this.#show(this.#describe());
  }

  #follow(): void {
    clearTimeout(this.#rest);
    const hint = this.#describe();
    if (hint?.level !== "error") this.#show(hint);
    else this.#rest = setTimeout(() => this.#show(hint), ERROR_DELAY);
  }

  #show(hint: Hint | undefined): void {
    const isError = hint?.level === "error";
    this.#line.toggle(hint !== undefined).attr("data-level", hint?.level ?? "");
    this.#words.text(hint?.text ?? "");
    this.#action = hint?.action;
    this.#button.text(hint?.action?.text ?? "").toggle(hint?.action !== undefined);
    this.#icon.attr("class", `fa ${hint ? HINT_ICONS[hint.level] : ""}`);
    this.#control.toggleClass("input-error", isError).attr("aria-invalid", String(isError));
    if (isError) this.#control.parents("details").prop("open", true);
  }

  /** Named by its label even when the editor hangs an error text on it, described by the line. */
  #connectForReaders(): void {
    const id = this.#control.attr("id") ?? "";
    this.#line.attr("id", `${id}-hint`);
    this.#control.closest(".form-row").find(`label[for="${id}"]`).attr("id", `${id}-label`);
    this.#control.attr({ "aria-labelledby": `${id}-label`, "aria-describedby": `${id}-hint` });
  }
}
