import type { TrialReport } from "../../admin-api/trial-report";
import { AdminError } from "../admin";
import { sharedText } from "../texts";
import type { BrokerDialog } from "./broker-dialog";
import { draftOfDialog } from "./draft";
import { cancelledLines, noteLines, problemNotes, trialLines } from "./trial-lines";
import type { TrialPlace } from "./trial-remedies";
import { TrialResult } from "./trial-result";
import { TrialRun } from "./trial-run";
import { TrialWords } from "./trial-words";

/** What the runtime asks of those who have a broker tried. */
const PERMISSION = "flows.write";

const NOTHING_YET: TrialReport = { isOver: false, attempts: [] };

/** The button that tries the broker as the dialog shows it, saved or not, and what came of it. */
export class TrialPanel {
  readonly #dialog: BrokerDialog;
  readonly #address: { finish(): void };
  readonly #words = new TrialWords(sharedText, RED.i18n.lang());
  readonly #button = $("#m2m-test-connection");
  readonly #panel = $("#m2m-trial");
  readonly #changed = $('<div class="m2m-trial-changed">');
  readonly #result: TrialResult;
  /** The one that is under way. */
  #run: TrialRun | undefined;
  #report = NOTHING_YET;
  /** What was tested. */
  #tested: string | undefined;

  /** @param address has its field tidied, as it is when someone leaves it */
  constructor(dialog: BrokerDialog, address: { finish(): void }) {
    this.#dialog = dialog;
    this.#address = address;
    const rows = $('<div class="m2m-trial-rows">');
    this.#panel.append(this.#changed, rows);
    this.#result = new TrialResult(rows, (place) => this.#open(place));
    // A field that is left may change its hint, which would move the button away from under the mouse.
    this.#button.on("mousedown", (event) => event.preventDefault());
    this.#button.on("click", () => this.#press());
    dialog.root.on("input change", () => this.#compare());
    this.#setRun(undefined);
    if (!RED.user.hasPermission(PERMISSION)) this.#disable(sharedText("admin.forbidden"));
  }

  /** The dialog is closed: nobody waits for an answer any more. */
  close(): void {
    this.#run?.cancel();
  }

  #press(): void {
    this.#button.trigger("focus");
    if (this.#run === undefined) void this.#test();
    else this.#cancel();
  }

  async #test(): Promise<void> {
    this.#address.finish();
    const run = new TrialRun(draftOfDialog(this.#dialog));
    this.#report = NOTHING_YET;
    this.#tested = this.#shown();
    this.#setRun(run);
    this.#compare();
    try {
      await run.follow((report) => this.#show(report));
    } catch (error) {
      if (!run.isCancelled) this.#explain(error);
    }
    if (!run.isCancelled) this.#setRun(undefined);
  }

  #cancel(): void {
    this.#run?.cancel();
    this.#setRun(undefined);
    this.#result.show(cancelledLines(this.#report, this.#words));
  }

  #setRun(run: TrialRun | undefined): void {
    this.#run = run;
    this.#button.text(sharedText(run === undefined ? "button.testConnection" : "button.cancelTest"));
  }

  #show(report: TrialReport): void {
    this.#report = report;
    this.#result.show(trialLines(report, this.#words));
  }

  /** What came instead of a report. */
  #explain(error: unknown): void {
    if (!(error instanceof AdminError)) throw error;
    const { status, problem, message } = error;
    if (problem !== undefined) return this.#result.show(noteLines(...problemNotes(problem, this.#words)));
    if (status === 404) return this.#disable(sharedText("trial.olderRuntime"));
    if (status === 401 || status === 403) return this.#disable(message);
    this.#result.show(noteLines({ level: "error", text: message }));
  }

  #disable(why: string): void {
    this.#button.prop("disabled", true);
    this.#result.show(noteLines({ level: "info", text: why }));
  }

  /** What was found out holds for what was tested only. */
  #compare(): void {
    const hasChanged = this.#tested !== undefined && this.#tested !== this.#shown();
    this.#panel.attr("data-changed", String(hasChanged));
    this.#changed.text(hasChanged ? sharedText("trial.changed") : "");
  }

  /** A broker's name has no part in it. */
  #shown(): string {
    const { properties, credentials } = draftOfDialog(this.#dialog);
    return JSON.stringify({ ...properties, name: "", credentials });
  }

  #open(place: TrialPlace): void {
    const input = this.#dialog.input(place);
    const isElsewhere = place === "uri" && !input.is(":visible");
    const shown = isElsewhere ? this.#dialog.input("host") : input;
    shown.parents("details").prop("open", true);
    shown.trigger("focus");
  }
}
