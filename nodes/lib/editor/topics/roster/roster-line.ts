import { fields } from "../../../../will-monitor/config";
import type { ReportedState } from "../../../presence/evidence";
import type { WillMonitorDialog } from "../../presence/will-monitor-dialog";
import { sharedText, text } from "../../texts";
import type { BrokerTopics, SurveyView } from "../known/broker-topics";
import { topicsOf } from "../known/plugins";
import { SurveyedRoster } from "./surveyed-roster";
import { surveyWords } from "../browser/survey-words";

/** In the order in which they are told. */
const STATES: readonly ReportedState[] = ["online", "offline", "sleeping", "unknown"];

/** Devices that anybody reads. */
const MOST_SHOWN = 200;

/** Fields that say what is watched. */
const FIELDS: readonly string[] = ["convention", "topic", "payloads", "field", "broker"];

/** Below the chosen kind of devices: which of them are there now, for those who want to look. */
export class RosterLine {
  readonly #dialog: WillMonitorDialog;
  readonly #element = $('<div class="m2m-beside" id="m2m-roster">');
  readonly #words = $('<span role="status" tabindex="-1">');
  readonly #look = linkButton();
  readonly #show = linkButton();
  readonly #list = $('<div class="m2m-topics" role="region" tabindex="0">');
  #broker: BrokerTopics | undefined;
  #roster: SurveyedRoster | undefined;
  /** Ends what this dialog has asked the broker's topics for. */
  #leave: (() => void)[] = [];
  /** Whether it listens for this dialog, and not only for somebody else who may stop any time. */
  #isLooking = false;

  constructor(dialog: WillMonitorDialog) {
    this.#dialog = dialog;
    this.#assemble();
    for (const name of FIELDS) dialog.input(name).on("input change", () => this.#change());
    dialog.root.on("remove", () => this.#leaveBroker());
    this.#change();
  }

  #assemble(): void {
    this.#list.attr("aria-label", sharedText("topics.devices")).hide();
    this.#look.text(sharedText("topics.look")).on("click", () => this.#lookNow());
    this.#show.on("click", () => this.#toggleList());
    this.#element.append($("<p>").append(this.#words, " ", this.#show, " ", this.#look), this.#list);
    $("#m2m-custom").after(this.#element);
  }

  /** Something else is watched, or elsewhere. */
  #change(): void {
    const broker = topicsOf(this.#dialog.shown("broker"));
    if (broker !== this.#broker) this.#follow(broker);
    this.#roster = rosterOf(this.#dialog);
    this.#update();
  }

  #follow(broker: BrokerTopics | undefined): void {
    this.#leaveBroker();
    this.#broker = broker;
    if (broker !== undefined) this.#leave = [broker.onChange(() => this.#update())];
  }

  #leaveBroker(): void {
    for (const leave of this.#leave) leave();
    this.#leave = [];
    this.#isLooking = false;
  }

  #lookNow(): void {
    const broker = this.#broker;
    if (broker === undefined) return;
    this.#isLooking = true;
    // To browse begins to listen where nobody does, so that the order saves a second connection.
    if (broker.survey.state === "ended") broker.listenTo(broker.survey.filter);
    this.#leave.push(broker.browse());
    this.#update();
    // The button hides itself, and would take the focus away.
    this.#words.trigger("focus");
  }

  #update(): void {
    const [broker, roster] = [this.#broker, this.#roster];
    this.#element.toggle(broker !== undefined && roster !== undefined);
    if (broker === undefined || roster === undefined) return;
    roster.learn(broker.topics);
    const counts = countsText(roster);
    this.#say(counts === "" ? this.#noneText(broker.survey) : this.#countsSentence(counts, broker.survey));
    this.#look.toggle(!this.#isLooking || broker.survey.state === "ended");
    this.#show.toggle(counts !== "");
    if (counts === "") this.#list.hide();
    this.#showList();
  }

  #say(words: string): void {
    if (this.#words.text() !== words) this.#words.text(words);
  }

  /** Of all kinds there are some more that take longer to know; and without listening nobody knows what is so now. */
  #countsSentence(counts: string, survey: SurveyView): string {
    const seen = sharedText("topics.rosterSeen", { counts });
    if (survey.problem !== undefined) return `${seen} ${surveyWords(survey, true).text}`;
    if (survey.state !== "listening") return seen;
    const isAuto = this.#dialog.shown("convention") === "auto";
    return isAuto ? sharedText("topics.rosterFound", { counts }) : sharedText("topics.roster", { counts });
  }

  /** What others listen for isn't told as long as it may still bring a device. */
  #noneText(survey: SurveyView): string {
    if (!this.#isLooking && survey.state !== "ended") return "";
    if (survey.problem !== undefined || survey.state === "connecting") return surveyWords(survey, false).text;
    return survey.state === "listening" ? sharedText("topics.looking") : sharedText("topics.noDevices");
  }

  #toggleList(): void {
    this.#list.toggle();
    this.#showList();
  }

  #showList(): void {
    const isShown = this.#list.css("display") !== "none";
    this.#show
      .text(isShown ? sharedText("topics.hide") : sharedText("topics.show"))
      .attr("aria-expanded", String(isShown));
    if (!isShown) return;
    const rows = (this.#roster?.devices ?? []).slice(0, MOST_SHOWN).map(({ name, state }) => {
      const cells = [
        $('<td class="m2m-state">').text(text("will-monitor", `state.${state}`)),
        $("<td>").append(shownName(name)),
      ];
      return $("<tr>").append(cells);
    });
    const top = this.#list.scrollTop() ?? 0;
    this.#list
      .empty()
      .append($("<table>").append($("<tbody>").append(rows)))
      .scrollTop(top);
  }
}

/** Undefined while a payload can't be read, which is said where it stands. */
function rosterOf(dialog: WillMonitorDialog): SurveyedRoster | undefined {
  const { online, offline } = dialog.properties;
  try {
    return SurveyedRoster.of({
      convention: dialog.shown("convention"),
      topic: dialog.shown("topic"),
      field: dialog.shown("field"),
      online: fields.online.read("online", online),
      offline: fields.offline.read("offline", offline),
    });
  } catch {
    return undefined;
  }
}

function shownName(name: string): JQuery {
  return $("<code>").append($("<bdi>").text(name));
}

function countsText({ devices }: SurveyedRoster): string {
  const counts = STATES.map((state) => ({ state, count: devices.filter((device) => device.state === state).length }));
  const found = counts.filter(({ count }) => count > 0);
  return found.map(({ state, count }) => `${count} ${text("will-monitor", `state.${state}`)}`).join(", ");
}

function linkButton(): JQuery {
  return $('<button type="button" class="m2m-link">');
}
