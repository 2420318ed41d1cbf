import { problemOf, type Problem } from "../admin-api/problem";
import type { TrialReport, TrialSession } from "../admin-api/trial-report";
import type { Clock, Timer } from "../clock";
import type { Connector, LinkOpener } from "../connection/connector";
import { diagnose } from "../connection/diagnosis/diagnosis";
import { Link } from "../connection/link/link";
import type { LinkEvents, LinkProgress } from "../connection/link/link-events";
import { listeningConnector } from "../connection/listening-connector";
import type { ConnectionSettings, LinkSettings } from "../connection/settings/connect-settings";
import type { ConnectionState } from "../connection/state";
import { MqttNodeError } from "../errors";
import { Attempt } from "./attempt";
import { trialSession } from "./trial-session";

/** The longest a trial may take, in seconds. */
const LONGEST = 10;

/**
 * Tries each of several brokers, as a connection with these settings would, until one accepts us, and then closes. It
 * begins in the next turn.
 */
export class Trial {
  readonly #clock: Clock;
  readonly #ended: () => void;
  readonly #openLink: LinkOpener;
  readonly #connector: Connector;
  readonly #begin: Timer;
  readonly #limit: Timer;
  readonly #attempts: Attempt[] = [];
  #session: TrialSession | undefined;
  #problem: Problem | undefined;
  #isOver = false;
  /** Whether all brokers are to be tried once more, if they haven't been. */
  #secondRound: "needless" | "needed" | "begun" = "needless";

  /**
   * @param settings as `trialSettings` makes them
   * @param ended called once, when nothing is open any more
   */
  constructor(
    settings: ConnectionSettings,
    clock: Clock,
    ended: () => void,
    openLink: LinkOpener = (link, incoming, events) => new Link(link, incoming, events, clock),
  ) {
    this.#clock = clock;
    this.#ended = ended;
    this.#openLink = openLink;
    this.#connector = listeningConnector(
      settings,
      { stateChanged: (state) => this.#stateChanged(state), connected: () => undefined, received: () => 0 },
      (...args) => this.#attempt(...args),
      clock,
    );
    this.#begin = clock.after(0, () => this.#connector.open());
    this.#limit = clock.after(LONGEST * 1_000, () => this.#timedOut());
  }

  /** How far it has come, as plain data. */
  get report(): TrialReport {
    return {
      isOver: this.#isOver,
      attempts: this.#attempts.map(({ report }) => report),
      ...(this.#session === undefined ? {} : { session: this.#session }),
      ...(this.#problem === undefined ? {} : { problem: this.#problem }),
    };
  }

  /** Ends it before its time, if it isn't over. */
  end(): void {
    this.#attempts.at(-1)?.giveUp("untried");
    this.#over();
  }

  #attempt(...[settings, incoming, events]: Parameters<LinkOpener>): ReturnType<LinkOpener> {
    const attempt = new Attempt(settings, this.#clock);
    this.#attempts.push(attempt);
    try {
      return this.#openLink(settings, incoming, this.#observed(settings, attempt, events));
    } catch (error) {
      attempt.failed(diagnose(error, settings.address));
      throw error;
    }
  }

  #observed(settings: LinkSettings, attempt: Attempt, events: LinkEvents): LinkEvents {
    return {
      ...events,
      passed: (passage) => attempt.passed(passage),
      connected: (connack) => {
        attempt.passed({ layer: "mqtt" });
        if (!this.#isOver) this.#session = trialSession(settings, connack);
        events.connected(connack);
      },
      closed: (cause, progress) => {
        attempt.failed(cause);
        if (isUnanswered(settings, cause, progress) && this.#secondRound === "needless") this.#secondRound = "needed";
        events.closed(cause, progress);
      },
    };
  }

  #stateChanged({ name }: ConnectionState): void {
    if (name === "connected") this.#over();
    if (name === "waiting" || name === "refused") this.#roundOver();
  }

  #roundOver(): void {
    if (this.#secondRound !== "needed") return this.#over();
    this.#secondRound = "begun";
    this.#connector.openNow();
  }

  #timedOut(): void {
    this.#problem = problemOf(new MqttNodeError("trial-timeout", { seconds: LONGEST }));
    this.#attempts.at(-1)?.giveUp("failed");
    this.#over();
  }

  #over(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#begin.cancel();
    this.#limit.cancel();
    this.#connector.close(this.#ended);
  }
}

/** Whether a broker that is asked once more may be taken not to know MQTT 5. */
function isUnanswered(
  { protocolVersion, version }: LinkSettings,
  { code }: MqttNodeError,
  progress: LinkProgress,
): boolean {
  return protocolVersion === "auto" && version === 5 && code === "connection-lost" && progress === "up";
}
