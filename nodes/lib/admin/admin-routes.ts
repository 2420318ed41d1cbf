import type { BrokerDraft } from "../admin-api/broker-draft";
import { ADMIN_PATHS } from "../admin-api/paths";
import { problemOf, type Problem } from "../admin-api/problem";
import type { Clock } from "../clock";
import type { ConnectionSettings } from "../connection/settings/connect-settings";
import { MqttNodeError, type ErrorCode } from "../errors";
import { Survey } from "../survey/survey";
import { Trial } from "../trial/trial";
import { Jobs } from "./jobs";
import { readSurveyRequest, readTrialRequest, readVersion } from "./requests";
import { StartLimit } from "./start-limit";

/** What of an HTTP request is looked at. */
export interface AdminRequest {
  readonly params: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  /** Of its body: false if that is of another type, null if there is none. */
  is(type: string): string | false | null;
}

/** What an HTTP response is used for. */
export interface AdminResponse {
  status(code: number): this;
  json(body: unknown): unknown;
  end(): unknown;
}

/** One part of Node-RED's admin API. */
export interface AdminRoute {
  readonly method: "post" | "get" | "delete";
  readonly path: string;
  readonly handle: (request: AdminRequest, response: AdminResponse) => void;
}

/**
 * Node-RED reads forms, too, and those any web page may send to any server in the name of who looks at it, without being
 * asked; for this type browsers ask the server first.
 */
const BODY_TYPE = "application/json";

/** Starts in a minute, of each kind. */
const MOST_STARTS = 30;

/** HTTP's status for an error. All others are what the editor has asked to be told, or a race that it has lost: 200. */
const STATUSES: Partial<Record<ErrorCode, number>> = {
  "request-invalid": 400,
  "requests-too-many": 429,
  unexpected: 500,
};

/**
 * What these nodes add to Node-RED's admin API; see `ADMIN_PATHS`. Errors are answered as `{refusal: Problem}`.
 * @param settingsOf with which a draft is tried; may throw
 * @param log is told what nobody foresaw
 */
export function adminRoutes(
  settingsOf: (draft: BrokerDraft) => ConnectionSettings,
  clock: Clock,
  log: (error: unknown) => void,
): AdminRoute[] {
  const trials = new Jobs<Trial>(new StartLimit(MOST_STARTS, clock), clock, (trial) => trial.end());
  const surveys = new Jobs<Survey>(new StartLimit(MOST_STARTS, clock), clock, (survey) => survey.end());
  const questions = [
    ...jobQuestions(ADMIN_PATHS.trials, trials, {
      start: (body, ended) => new Trial(settingsOf(readTrialRequest(body)), clock, ended),
      report: (trial) => trial.report,
    }),
    ...jobQuestions(ADMIN_PATHS.surveys, surveys, {
      start: (body, ended) => {
        const { broker, filter } = readSurveyRequest(body);
        return new Survey(settingsOf(broker), filter, clock, ended);
      },
      report: (survey, { since }) => survey.reportSince(readVersion(since)),
    }),
  ];
  return questions.map(({ method, path, answer }) => ({
    method,
    path,
    handle: (request, response) => respond(() => answer(request), response, log),
  }));
}

/** What a route does, whatever becomes of it. */
interface Question extends Pick<AdminRoute, "method" | "path"> {
  /** @returns undefined where there is nothing to be said; may throw */
  readonly answer: (request: AdminRequest) => object | undefined;
}

interface JobKind<J> {
  readonly start: (body: unknown, ended: () => void) => J;
  readonly report: (job: J, query: AdminRequest["query"]) => object;
}

function jobQuestions<J>(path: string, jobs: Jobs<J>, { start, report }: JobKind<J>): Question[] {
  const one = `/${path}/:id`;
  return [
    {
      method: "post",
      path: `/${path}`,
      answer: (request) => {
        const body = bodyOf(request);
        return { id: jobs.start((ended) => start(body, ended)) };
      },
    },
    { method: "get", path: one, answer: ({ params, query }) => report(jobs.get(String(params["id"])), query) },
    {
      method: "delete",
      path: one,
      answer: ({ params }) => {
        jobs.end(String(params["id"]));
        return undefined;
      },
    },
  ];
}

/** @throws MqttNodeError `request-invalid` */
function bodyOf(request: AdminRequest): unknown {
  if (request.is(BODY_TYPE) === false) throw new MqttNodeError("request-invalid", { expected: BODY_TYPE });
  return request.body;
}

/** Whatever is asked for, an answer is given. */
function respond(answer: () => object | undefined, response: AdminResponse, log: (error: unknown) => void): void {
  try {
    const body = answer();
    if (body === undefined) response.status(204).end();
    else response.json(body);
  } catch (error) {
    const refusal = refusalOf(error, log);
    response.status(STATUSES[refusal.code] ?? 200).json({ refusal });
  }
}

/** Nobody knows what is in the words of an error that isn't ours: they are for the log alone. */
function refusalOf(error: unknown, log: (error: unknown) => void): Problem {
  if (MqttNodeError.is(error)) return problemOf(error);
  log(error);
  return problemOf(new MqttNodeError("unexpected", { detail: error instanceof Error ? error.name : typeof error }));
}
