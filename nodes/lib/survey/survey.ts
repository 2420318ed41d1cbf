import { problemOf, type Problem } from "../admin-api/problem";
import type { SurveyReport } from "../admin-api/survey-report";
import type { Clock, Timer } from "../clock";
import type { Connector, LinkOpener, OpenLink } from "../connection/connector";
import { reasonName } from "../connection/diagnosis/reason-codes";
import { Link } from "../connection/link/link";
import { listeningConnector } from "../connection/listening-connector";
import type { ConnectionSettings } from "../connection/settings/connect-settings";
import type { BrokerSession, ConnectionState } from "../connection/state";
import { MqttNodeError } from "../errors";
import type { ReceivedMessage } from "../messages/received-message";
import { refusalByLimits, refusalOf } from "../subscriptions/broker/subscribe-limits";
import type { SubscribeRequest } from "../subscriptions/broker/subscribe-transport";
import { isShared, parseTopicFilter } from "../topics/topic-filter";
import { ReadingPace } from "./reading-pace";
import { SeenTopics } from "./seen-topics";

/** Milliseconds that a survey takes at most, its connecting included. */
const LASTS = 60_000;

/** Milliseconds without being asked after which nobody is there any more. */
const ENDS_UNASKED_AFTER = 10_000;

/** Seconds that a broker which has accepted us has to answer the subscription. */
const PATIENCE = 10;

/** A SUBACK code from here on is a refusal [MQTT 5, 3.9.3]. */
const REFUSED = 0x80;

/**
 * Listens to a broker for a minute, with a connection of its own, and remembers what topics it saw. It ends earlier
 * when nobody asks for its report, and at the first failure; what it has seen can still be asked for then.
 */
export class Survey {
  readonly #filter: string;
  readonly #clock: Clock;
  readonly #ended: () => void;
  readonly #connector: Connector;
  readonly #pace: ReadingPace;
  readonly #topics = new SeenTopics();
  readonly #endsAt: number;
  readonly #timers: Timer[];
  #idle: Timer | undefined;
  /** Runs while the subscription is unanswered. */
  #patience: Timer | undefined;
  #state: SurveyReport["state"] = "connecting";
  #problem: Problem | undefined;

  /**
   * Starts to connect, in a later turn.
   * @param settings of `trialSettings`
   * @param filter as a person writes it, named wildcards and all
   * @param ended called once, when nothing is open any more
   * @param openLink for tests without sockets
   * @throws MqttNodeError what is wrong with the filter: `topic-*`, `filter-*`
   */
  constructor(
    settings: ConnectionSettings,
    filter: string,
    clock: Clock,
    ended: () => void,
    openLink: LinkOpener = (link, incoming, events) => new Link(link, incoming, events, clock),
  ) {
    this.#filter = listenedFilter(filter);
    this.#clock = clock;
    this.#ended = ended;
    this.#connector = this.#createConnector(settings, openLink);
    this.#pace = new ReadingPace(clock, this.#connector);
    this.#endsAt = clock.now() + LASTS;
    this.#timers = [clock.after(0, () => this.#connector.open()), clock.after(LASTS, () => this.end())];
    this.#awaitQuestion();
  }

  /** Being asked for it keeps a survey going. @param version of the report before; 0 for everything */
  reportSince(version: number): SurveyReport {
    if (this.#state !== "ended") this.#awaitQuestion();
    return {
      state: this.#state,
      filter: this.#filter,
      remaining: this.#state === "ended" ? 0 : Math.max(0, Math.round(this.#endsAt - this.#clock.now())),
      ...(this.#problem === undefined ? {} : { problem: this.#problem }),
      ...this.#topics.since(version),
      kept: this.#topics.kept,
      notKept: this.#topics.notKept,
    };
  }

  /** Ends it, if it hasn't ended. */
  end(): void {
    if (this.#state === "ended") return;
    this.#state = "ended";
    this.#pace.end();
    for (const timer of [...this.#timers, this.#idle, this.#patience]) timer?.cancel();
    this.#connector.close(() => this.#ended());
  }

  #createConnector(settings: ConnectionSettings, openLink: LinkOpener): Connector {
    const events = {
      stateChanged: (state: ConnectionState) => this.#stateChanged(state),
      connected: (link: OpenLink, session: BrokerSession) => this.#connected(link, session),
      received: (message: ReceivedMessage) => this.#received(message),
    };
    return listeningConnector(settings, events, openLink, this.#clock);
  }

  #awaitQuestion(): void {
    this.#idle?.cancel();
    this.#idle = this.#clock.after(ENDS_UNASKED_AFTER, () => this.end());
  }

  #stateChanged(state: ConnectionState): void {
    // All brokers have been tried once, or the connection is lost.
    if (state.name === "waiting" || state.name === "refused") this.#failed(state.cause);
  }

  #connected(link: OpenLink, { limits }: BrokerSession): void {
    const refusal = refusalByLimits(this.#filter, limits, reasonName);
    if (refusal !== undefined) return this.#failed(refusal);
    this.#patience = this.#clock.after(PATIENCE * 1_000, () => this.#unanswered());
    link.subscribe(requestFor(this.#filter), ([code]) => this.#answered(code));
  }

  #unanswered(): void {
    this.#failed(new MqttNodeError("survey-timeout", { filter: this.#filter, seconds: PATIENCE }));
  }

  /** @param code undefined if the connection was lost meanwhile */
  #answered(code: number | undefined): void {
    if (code === undefined || this.#state === "ended") return;
    if (code >= REFUSED) this.#failed(refusalOf(this.#filter, code, reasonName));
    else this.#granted();
  }

  #granted(): void {
    this.#patience?.cancel();
    this.#state = "listening";
  }

  /** @returns 1, so that the event loop gets its turns */
  #received(message: ReceivedMessage): number {
    if (this.#state === "ended") return 1;
    // Messages may come before the answer [MQTT 5, 3.8.4]: of a million retained ones it may be the last.
    if (this.#state === "connecting") this.#granted();
    this.#pace.received();
    this.#topics.received(message, this.#clock.date());
    return 1;
  }

  #failed(cause: MqttNodeError): void {
    this.#problem = problemOf(cause);
    this.end();
  }
}

/**
 * Of a shared subscription the filter without its group: a group's messages are shared out, and the survey would take
 * them from those who work on them.
 * @throws MqttNodeError `topic-*`, `filter-*`
 */
function listenedFilter(filter: string): string {
  const { pattern } = parseTopicFilter(filter);
  // The rest of `$share/a/$share/b/c` would be one in a group again.
  if (isShared(pattern)) throw new MqttNodeError("filter-share", { filter });
  return pattern;
}

/** Retained messages, and live ones with their retain flag where the broker knows how [MQTT 5, 3.8.3.1]. */
function requestFor(filter: string): SubscribeRequest {
  return {
    filters: [filter],
    qos: 0,
    noLocal: false,
    retainAsPublished: true,
    withRetained: true,
    identifier: undefined,
  };
}
