/**
 * A part of a dialog that is closed until someone wants it, and says in its header what is set inside. The markup is
 * `<details class="m2m-fold"><summary><span>title</span></summary>...</details>`.
 */
export class Fold {
  readonly #fold: JQuery;
  readonly #describe: () => string;
  readonly #summary = $('<span class="m2m-fold-summary">');

  /** @param describe what is set inside, in a few words */
  constructor(fold: JQuery, describe: () => string) {
    this.#fold = fold;
    this.#describe = describe;
    fold.children("summary").append(this.#summary);
    this.update();
  }

  update(): void {
    this.#summary.text(this.#describe());
  }

  toggle(isWanted: boolean): void {
    this.#fold.toggle(isWanted);
  }
}
