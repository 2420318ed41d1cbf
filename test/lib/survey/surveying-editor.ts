import assert from "node:assert/strict";
import { setImmediate as turn } from "node:timers/promises";
import type { SeenTopic, SurveyReport } from "../../../nodes/lib/admin-api/survey-report";
import { systemClock, type Clock } from "../../../nodes/lib/clock";
import { Survey } from "../../../nodes/lib/survey/survey";
import { trialSettings } from "../../../nodes/lib/trial/trial-settings";
import { Journal } from "../../support/journal";
import { Leftovers } from "../../support/leftovers";
import { ManualClock } from "../../support/manual-clock";
import { settingsOf } from "../connection/settings/saved-connection";

/** Milliseconds. */
const PATIENCE = 8_000;

/** What of a survey a test may choose. */
export interface SurveyChoices {
  readonly filter?: string;
  readonly clock?: Clock;
  readonly secrets?: object;
}

/** An editor that asks a survey again and again, and keeps what it is told. */
export class SurveyingEditor {
  readonly survey: Survey;
  readonly #clock: Clock;
  readonly #ended = new Journal<undefined>("ends of the survey");
  readonly #seen = new Map<string, SeenTopic>();
  #version = 0;

  constructor(saved: object, { filter = "#", clock = systemClock, secrets = {} }: SurveyChoices) {
    const settings = trialSettings(settingsOf(saved, secrets), "survey");
    this.#clock = clock;
    this.survey = new Survey(settings, filter, clock, () => this.#ended.add(undefined));
  }

  /** Topic, value, messages and whether it is retained, in the order of the first message. */
  get told(): (readonly [topic: string, payload: string, count: number, isRetained: boolean])[] {
    return [...this.#seen.values()].map(({ topic, payload, count, isRetained }) => [topic, payload, count, isRetained]);
  }

  /** How many messages it has been told of. */
  messages(): number {
    this.#ask();
    return [...this.#seen.values()].reduce((sum, { count }) => sum + count, 0);
  }

  /** Asks until the report is as expected. */
  async until(matches: (report: SurveyReport) => boolean): Promise<SurveyReport> {
    const end = performance.now() + PATIENCE;
    for (;;) {
      if (this.#clock instanceof ManualClock) this.#clock.advance(0);
      const report = this.#ask();
      if (matches(report)) return report;
      assert.ok(performance.now() < end, `still ${JSON.stringify(report)}`);
      await turn();
    }
  }

  /** Asks until a topic has come so often. */
  async sees(topic: string, times = 1): Promise<void> {
    await this.until(() => this.#seen.get(topic)?.count === times);
  }

  /** Resolves when it has ended by itself, and nothing is open. @returns its last report */
  async over(): Promise<SurveyReport> {
    await this.#ended.next();
    await turn();
    assert.equal(this.#ended.all.length, 1);
    const report = this.#ask();
    assert.equal(report.state, "ended");
    return report;
  }

  #ask(): SurveyReport {
    const report = this.survey.reportSince(this.#version);
    for (const seen of report.topics) this.#seen.set(seen.topic, seen);
    this.#version = report.version;
    return report;
  }
}

/** Begins surveys; after each test they are ended, and have left neither timer nor socket. */
export function useSurveys(): (saved: object, choices?: SurveyChoices) => SurveyingEditor {
  let leftovers: Leftovers;
  let editors: SurveyingEditor[];
  beforeEach(() => {
    leftovers = new Leftovers();
    editors = [];
  });
  afterEach(async () => {
    for (const { survey } of editors) survey.end();
    assert.deepEqual(await leftovers.remaining(), []);
  });
  return (saved, choices = {}) => {
    const editor = new SurveyingEditor(saved, choices);
    editors.push(editor);
    return editor;
  };
}
