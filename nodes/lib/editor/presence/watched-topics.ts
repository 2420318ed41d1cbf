import type { Convention, Sample, Watch } from "../../presence/conventions/convention";
import { AUTOMATIC } from "../../presence/conventions/conventions";
import type { Hint } from "../hint-line";
import { text } from "../texts";
import { shownPattern } from "./shown-pattern";
import { chosenConvention, type WillMonitorDialog } from "./will-monitor-dialog";

/** Takes the place of a base topic that may be any. */
const ANY_BASE = "<base>";

/** Shows at once which topics the choice watches, and what payloads mean there. */
export function prepareWatchedTopics(dialog: WillMonitorDialog): void {
  dialog.hint("convention", () => dialog.problem("convention") ?? notRetainedHint(chosenConvention(dialog)));
  const show = (): void => void $("#m2m-watched").empty().append(watchedTopics(dialog));
  dialog.input("convention").on("change", show);
  dialog.input("topic").on("input change", show);
  show();
}

function watchedTopics(dialog: WillMonitorDialog): JQuery[] {
  const convention = chosenConvention(dialog);
  if (convention !== undefined) return [ofConvention(convention, dialog.shown("topic"))];
  return dialog.shown("convention") === "auto" ? ofAllKinds() : [];
}

/** Without a retained value nobody knows at the start. */
function notRetainedHint(convention: Convention | undefined): Hint | undefined {
  const watches = convention?.watches ?? [];
  if (watches.every(isRetained)) return undefined;
  const isPartly = watches.some(isRetained);
  const words = isPartly ? text("will-monitor", "hint.partlyRetained") : text("will-monitor", "hint.notRetained");
  return { level: "info", text: words };
}

function isRetained({ isRetained }: Watch): boolean {
  return isRetained !== false;
}

/** Each topic with its payloads. */
function ofConvention({ watches, base = "" }: Convention, ownBase: string): JQuery {
  const isMixed = watches.some(isRetained);
  const bodies = watches.map((watch) => {
    const heading = $('<th colspan="2">').append($("<code>").text(shownPattern(watch, ownBase || base)));
    if (isMixed && !isRetained(watch)) heading.append(` ${text("will-monitor", "watched.notRetained")}`);
    return $("<tbody>").append($("<tr>").append(heading), stateRows(watch.samples));
  });
  return scrolling($("<table>").append(bodies));
}

/** A row for each state, with all that means it. */
function stateRows(samples: readonly Sample[]): JQuery[] {
  const states = [...new Set(samples.map(({ state }) => state))];
  return states.map((state) => {
    const payloads = samples.filter((sample) => sample.state === state).map(shownPayload);
    const cell = $("<td>");
    for (const [index, payload] of payloads.entries()) {
      if (index > 0) cell.append(` ${text("will-monitor", "watched.or")} `);
      cell.append(payload);
    }
    return $("<tr>").append($('<td class="m2m-state">').text(stateWord(state)), cell);
  });
}

/** A payload without a state says where else there is one, or what belongs together. */
function stateWord(state: Sample["state"]): string {
  return state === "unknown" ? text("will-monitor", "watched.describes") : text("will-monitor", `state.${state}`);
}

function shownPayload({ payload, isBinary }: Sample): JQuery {
  return $(isBinary === true ? "<span>" : "<code>").text(payload);
}

/** A sentence that names the kinds, and their topics for those who want them. */
function ofAllKinds(): JQuery[] {
  const kinds = [...AUTOMATIC].sort((one, other) => one.name.localeCompare(other.name));
  const names = kinds.map(({ name }) => name).join(", ");
  const topics = $("<details>").append(
    $("<summary>").text(text("will-monitor", "watched.showTopics")),
    scrolling($("<table>").append(kinds.map(kindRows))),
  );
  return [$("<p>").text(text("will-monitor", "watched.auto", { kinds: names })), topics];
}

function kindRows({ name, watches, base = "", isAnyBase }: Convention): JQuery {
  const shownBase = isAnyBase === true ? ANY_BASE : base;
  const topics = watches.map((watch) => $("<td>").append($("<code>").text(shownPattern(watch, shownBase))));
  return $("<tbody>").append([$("<th>").text(name), ...topics].map((cell) => $("<tr>").append(cell)));
}

/** By keyboard, too. */
function scrolling(table: JQuery): JQuery {
  const region = $('<div class="m2m-topics" role="region" tabindex="0">').append(table);
  return region.attr("aria-label", text("will-monitor", "watched.label"));
}
