import type { SurveyReport } from "../../../nodes/lib/admin-api/survey-report";
import type { LinkOpener } from "../../../nodes/lib/connection/connector";
import type { LinkEvents } from "../../../nodes/lib/connection/link/link-events";
import { Survey } from "../../../nodes/lib/survey/survey";
import { ManualClock } from "../../support/manual-clock";
import { FakeNetwork } from "../connection/fake-link";
import { settingsOf } from "../connection/settings/saved-connection";
import { message } from "./message";

/** A survey on a fake network. */
export class SurveyBench {
  readonly clock = new ManualClock();
  readonly network = new FakeNetwork();
  readonly survey: Survey;
  /** How often it said that nothing is open any more. */
  ends = 0;
  #events: LinkEvents | undefined;

  /** @param saved properties of the `broker-config` */
  constructor(filter = "#", saved: object = {}) {
    const openLink: LinkOpener = (settings, incoming, events) => {
      this.#events = events;
      return this.network.open(settings, incoming, events);
    };
    const settings = settingsOf({ uri: "mqtt://a", ...saved });
    this.survey = new Survey(settings, filter, this.clock, () => (this.ends += 1), openLink);
  }

  /** Everything it has to say. */
  get report(): SurveyReport {
    return this.survey.reportSince(0);
  }

  /** It dials. */
  dial(): this {
    this.clock.advance(0);
    return this;
  }

  /** The broker accepts it, and grants the subscription. */
  listen(): this {
    this.dial().network.last.accept();
    this.network.last.answer(0);
    return this;
  }

  /** Messages come. @returns as how many deliveries they count */
  receive(...topics: string[]): number {
    return topics.reduce((sum, topic) => sum + (this.#events?.received(message(topic)) ?? 0), 0);
  }

  /** An editor that is there: time passes, and it asks all the while. */
  watch(milliseconds: number): void {
    for (let left = milliseconds; left > 0; left -= 1_000) {
      this.survey.reportSince(0);
      this.clock.advance(Math.min(left, 1_000));
    }
  }
}
