import type { Problem } from "../../admin-api/problem";
import type { TrialAttempt, TrialReport, TrialSession, TrialStep, TrialWarning } from "../../admin-api/trial-report";
import { parseBrokerUris } from "../../uri/broker-uris";
import { trialRemedy, type TrialPlace } from "./trial-remedies";
import { sessionText } from "./trial-session";
import type { TrialWords } from "./trial-words";

/** A trial, in words. */
export interface TrialLines {
  /** One for each address. */
  readonly attempts: readonly AttemptLines[];
  /** About all of it. */
  readonly notes: readonly TrialNote[];
}

/** What became of an address. */
export interface AttemptLines {
  /** The address; empty if there is but one. */
  readonly heading: string;
  readonly layers: readonly LayerLine[];
  readonly notes: readonly TrialNote[];
}

/** One layer of an attempt. */
export interface LayerLine {
  readonly state: TrialStep["state"];
  readonly name: string;
  /** What was found there, or what is wrong. */
  readonly found: string;
  /** It took; empty while that isn't known. */
  readonly time: string;
}

/** Something to know, perhaps with the place in the dialog where something can be done about it. */
export interface TrialNote {
  readonly level: "ok" | "info" | "warning" | "error";
  readonly text: string;
  readonly place?: TrialPlace;
}

/** Where a warning can be acted on. */
const WARNED: Partial<Record<TrialWarning, TrialPlace>> = {
  "password-unencrypted": "uri",
  "server-not-verified": "tls",
};

/** Puts a report into words. Of the tries at an address, with several versions of MQTT, only the last is of interest. */
export function trialLines({ attempts, problem, session }: TrialReport, words: TrialWords): TrialLines {
  const last = new Map(attempts.map((attempt) => [attempt.address, attempt]));
  const isOne = last.size === 1;
  return {
    attempts: [...last.values()].map((attempt) => ({
      heading: isOne ? "" : attempt.address,
      layers: attempt.steps.map((step) => layerLine(step, attempt, words)),
      notes: attempt.steps.flatMap(({ problem }) => problemNotes(problem, words)),
    })),
    notes: [...problemNotes(problem, words), ...(session === undefined ? [] : successNotes(session, isOne, words))],
  };
}

/** What was known of a trial when it was cancelled. */
export function cancelledLines(report: TrialReport, words: TrialWords): TrialLines {
  const attempts = report.attempts.map((attempt) => ({ ...attempt, steps: attempt.steps.map(givenUp) }));
  const { attempts: shown } = trialLines({ ...report, attempts }, words);
  return { attempts: shown, notes: [note("info", words.translate("trial.cancelled"))] };
}

/** Something to know instead of a trial. */
export function noteLines(...notes: readonly TrialNote[]): TrialLines {
  return { attempts: [], notes };
}

/** Why something failed, if it did, and what can be done about it. */
export function problemNotes(problem: Problem | undefined, { translate }: TrialWords): TrialNote[] {
  if (problem === undefined) return [];
  const { code, values } = problem;
  const { hasHint, place } = trialRemedy(code);
  const hint = hasHint ? [translate(`trial.hint-${code}`, values)] : [];
  return [note("error", [translate(`errors.${code}`, values), ...hint].join("\n"), place)];
}

function givenUp(step: TrialStep): TrialStep {
  return step.state === "waiting" || step.state === "under way" ? { ...step, state: "untried" } : step;
}

function successNotes(session: TrialSession, isOne: boolean, words: TrialWords): TrialNote[] {
  const warnings = session.warnings.map((warning) =>
    note("warning", words.translate(`trial.${warning}`), WARNED[warning]),
  );
  return [note("ok", sessionText(session, isOne, words)), ...warnings];
}

function note(level: TrialNote["level"], text: string, place?: TrialPlace): TrialNote {
  return { level, text, ...(place !== undefined && { place }) };
}

function layerLine(step: TrialStep, attempt: TrialAttempt, words: TrialWords): LayerLine {
  const { layer, state, milliseconds } = step;
  return {
    state,
    name: words.translate(`trial.layer-${layer}`),
    found: foundText(step, attempt, words),
    time: milliseconds === undefined ? "" : words.milliseconds(milliseconds),
  };
}

function foundText(step: TrialStep, attempt: TrialAttempt, words: TrialWords): string {
  switch (step.state) {
    case "passed":
      return passedText(step, attempt, words);
    case "failed":
      return failedText(step, words);
    case "untried":
      return words.translate("trial.untried");
    default:
      return "";
  }
}

function passedText(step: TrialStep, { address, version }: TrialAttempt, words: TrialWords): string {
  const { layer, certificate, addresses = [] } = step;
  if (layer === "tls" && certificate !== undefined) {
    return words.translate(certificate.isVerified ? "trial.certificate" : "trial.unverified", { ...certificate });
  }
  const [uri] = parseBrokerUris(address);
  const values = { host: uri?.host, port: uri?.port, addresses: addresses.join(", ") };
  return words.translate(`trial.found-${layer}`, { ...values, version: words.translate(`version.${version}`) });
}

/** A layer without a cause of its own is where the trial was when its time was over. */
function failedText({ problem, certificate }: TrialStep, { translate }: TrialWords): string {
  const cause = translate(`status.${problem?.code ?? "trial-timeout"}`, problem?.values);
  return certificate === undefined ? cause : `${cause}: ${translate("trial.certificate", { ...certificate })}`;
}
