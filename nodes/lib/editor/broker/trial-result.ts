import { HINT_ICONS } from "../hint-line";
import { sharedText } from "../texts";
import type { LayerLine, TrialLines, TrialNote } from "./trial-lines";
import type { TrialPlace } from "./trial-remedies";

/** The icon of a layer's state, with words for it where none stand beside it. */
const STATES: Readonly<Record<LayerLine["state"], readonly [icon: string, key?: string]>> = {
  waiting: ["fa-circle-thin"],
  "under way": ["fa-spinner fa-spin", "trial.underWay"],
  passed: ["fa-check", "trial.passed"],
  failed: ["fa-times-circle", "trial.failed"],
  untried: ["fa-minus"],
};

/** What stands in one row: an address, a layer, or something to know. */
type Row = { readonly heading: string } | LayerLine | TrialNote;

/** The part of the dialog with what a trial found: a row for each thing, and only what is new is read out. */
export class TrialResult {
  readonly #rows: JQuery;
  readonly #open: (place: TrialPlace) => void;
  #shown: readonly string[] = [];

  /** @param open goes to a place of the dialog */
  constructor(rows: JQuery, open: (place: TrialPlace) => void) {
    this.#rows = rows;
    this.#open = open;
  }

  show(lines: TrialLines): void {
    const rows = rowsOf(lines);
    const contents = rows.map((row) => JSON.stringify(row));
    this.#rows.children().slice(rows.length).remove();
    rows.forEach((row, index) => {
      if (contents[index] === this.#shown[index]) return;
      const before = this.#rows.children().eq(index);
      const after = this.#element(row);
      if (before.length > 0) before.replaceWith(after);
      else this.#rows.append(after);
    });
    this.#shown = contents;
  }

  #element(row: Row): JQuery {
    if ("heading" in row) return $('<div class="m2m-trial-address">').text(row.heading);
    return "state" in row ? layerElement(row) : this.#noteElement(row);
  }

  #noteElement({ level, text, place }: TrialNote): JQuery {
    const content = $("<div>").append($("<span>").text(text));
    if (place !== undefined) {
      const button = $('<button type="button" class="m2m-link">').text(sharedText(`trial.open-${place}`));
      content.append(button.on("click", () => this.#open(place)));
    }
    const icon = $('<i class="fa" aria-hidden="true">').addClass(HINT_ICONS[level]);
    return $('<div class="m2m-hint">').attr("data-level", level).append(icon, content);
  }
}

function rowsOf({ attempts, notes }: TrialLines): Row[] {
  const ofAttempts = attempts.flatMap(({ heading, layers, notes }): Row[] => [
    ...(heading === "" ? [] : [{ heading }]),
    ...layers,
    ...notes,
  ]);
  return [...ofAttempts, ...notes];
}

function layerElement({ state, name, found, time }: LayerLine): JQuery {
  const [icon, key] = STATES[state];
  const mark = $("<i>").addClass(`fa ${icon}`);
  if (key === undefined) mark.attr("aria-hidden", "true");
  else mark.attr({ role: "img", "aria-label": sharedText(key) });
  const cells = [name, found, time].map((text) => $("<span>").text(text));
  return $('<div class="m2m-layer">').attr("data-state", state).append(mark, cells);
}
