import type { BrokerDraft } from "../../../admin-api/broker-draft";
import type { Problem } from "../../../admin-api/problem";
import type { SurveyReport } from "../../../admin-api/survey-report";
import type { Clock } from "../../../clock";
import { covers } from "../../../topics/filter-relation";
import { parseTopicFilter } from "../../../topics/topic-filter";
import { KnownTopics, type KnownTopic } from "./known-topics";

/** What the runtime does for surveys. */
export interface SurveyRequests {
  /** @returns the survey's id */
  begin(broker: BrokerDraft, filter: string): Promise<string>;
  follow(id: string, since: number): Promise<SurveyReport>;
  end(id: string): Promise<void>;
}

/** How it stands with listening to a broker. */
export interface SurveyView {
  readonly state: "none" | SurveyReport["state"];
  readonly filter: string;
  /** Milliseconds that it will go on. */
  readonly remaining: number;
  /** Topics that found no room. */
  readonly notKept: number;
  /** Why it failed: what the runtime says, or why the runtime couldn't be asked. */
  readonly problem?: Problem | Error;
}

/** Everything that the broker allows us to see. */
const EVERYTHING = "#";

/** Milliseconds. */
const POLL_EVERY = 1_000;
const POLL_CONNECTING_EVERY = 250;
const FIELD_LOOKS_ON_FOR = 15_000;
const NOT_AGAIN_WITHIN = 300_000;

/**
 * What the editor knows of one broker's topics. It listens while somebody wants to know: when a field is used, now and
 * then; when somebody browses, whenever they ask.
 */
export class BrokerTopics {
  readonly topics = new KnownTopics();
  readonly #draft: () => BrokerDraft | undefined;
  readonly #requests: SurveyRequests;
  readonly #clock: Clock;
  readonly #isFamiliar: (draft: BrokerDraft) => boolean;
  readonly #listeners = new Set<() => void>();
  readonly #browsers = new Set<object>();
  #view: SurveyView = { state: "none", filter: EVERYTHING, remaining: 0, notKept: 0 };
  /** Of the survey that counts: what an earlier one has still to say doesn't. */
  #survey: object | undefined;
  #askedAt = -Infinity;
  #begunAt = -Infinity;
  /** What the last survey was begun with. */
  #begunWith = "";

  /**
   * @param draft the broker as the editor has it now
   * @param isFamiliar whether somebody wants to be connected to it: a flow that is imported may name any address, with
   * what the environment holds in it, and who looks at it has asked for nothing
   */
  constructor(
    draft: () => BrokerDraft | undefined,
    requests: SurveyRequests,
    clock: Clock,
    isFamiliar: (draft: BrokerDraft) => boolean,
  ) {
    this.#draft = draft;
    this.#requests = requests;
    this.#clock = clock;
    this.#isFamiliar = isFamiliar;
  }

  get survey(): SurveyView {
    return this.#view;
  }

  /** Milliseconds since a topic was seen; may be below 0, since Node-RED's clock isn't the browser's. */
  ageOf({ at }: KnownTopic): number {
    return this.#clock.date() - at;
  }

  /** Whether a topic would have been seen if there had been something on it. */
  hasListenedFor(topic: string): boolean {
    const { state, filter, problem } = this.#view;
    const hasListened = state === "listening" || (state === "ended" && problem === undefined);
    return hasListened && covers(parseTopicFilter(filter).pattern, topic);
  }

  /** A field is used: begins to listen to a familiar broker, if that isn't too soon after the last time. */
  ask(): void {
    const draft = this.#draft();
    if (draft === undefined || !this.#isFamiliar(draft)) return;
    this.#askedAt = this.#clock.now();
    const isSoon = this.#askedAt - this.#begunAt < NOT_AGAIN_WITHIN;
    if (this.#survey !== undefined || (isSoon && this.#begunWith === JSON.stringify(draft))) return;
    this.listenTo(this.#view.filter);
  }

  /** Somebody browses: listens, and goes on as long as it can until the returned function is called. */
  browse(): () => void {
    const browser = {};
    this.#browsers.add(browser);
    if (this.#survey === undefined) this.listenTo(this.#view.filter);
    return () => void this.#browsers.delete(browser);
  }

  /** Begins to listen, in the place of what is listened to now. */
  listenTo(filter: string): void {
    const draft = this.#draft();
    if (draft === undefined) return;
    const survey = {};
    this.#survey = survey;
    this.#begunAt = this.#clock.now();
    this.#begunWith = JSON.stringify(draft);
    this.#show({ state: "connecting", filter, remaining: 0, notKept: 0 });
    void this.#follow(survey, draft, filter);
  }

  /** @returns ends it */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async #follow(survey: object, draft: BrokerDraft, filter: string): Promise<void> {
    try {
      const id = await this.#requests.begin(draft, filter);
      if (!(await this.#readToEnd(survey, id))) await this.#requests.end(id);
    } catch (error) {
      const problem = error instanceof Error ? error : new Error(String(error));
      if (this.#survey === survey) this.#show({ ...this.#view, state: "ended", remaining: 0, problem });
    }
    if (this.#survey === survey) this.#survey = undefined;
  }

  /** @returns false if it is given up */
  async #readToEnd(survey: object, id: string): Promise<boolean> {
    for (let version = 0; ;) {
      const report = await this.#requests.follow(id, version);
      if (this.#survey !== survey) return false;
      this.#learn(report);
      if (report.state === "ended" && !report.hasMore) return true;
      if (!this.#isWanted) {
        this.#show({ ...this.#view, state: "ended", remaining: 0 });
        return false;
      }
      version = report.version;
      if (!report.hasMore) await this.#rest();
    }
  }

  #learn({ state, filter, remaining, notKept, problem, topics }: SurveyReport): void {
    this.topics.learn(topics);
    this.#show({ state, filter, remaining, notKept, ...(problem === undefined ? {} : { problem }) });
  }

  get #isWanted(): boolean {
    return this.#browsers.size > 0 || this.#clock.now() - this.#askedAt < FIELD_LOOKS_ON_FOR;
  }

  #rest(): Promise<void> {
    const milliseconds = this.#view.state === "connecting" ? POLL_CONNECTING_EVERY : POLL_EVERY;
    return new Promise((resolve) => void this.#clock.after(milliseconds, resolve));
  }

  #show(view: SurveyView): void {
    this.#view = view;
    for (const listener of [...this.#listeners]) listener();
  }
}
