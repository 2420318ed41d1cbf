import type { ErrorCode } from "../../../errors";
import { sharedText } from "../../texts";
import type { SurveyView } from "../known/broker-topics";

/** What is said of listening to a broker. */
export interface SurveyWords {
  readonly text: string;
  /** The broker was asked for more than it shows, perhaps: another filter may do. */
  readonly offersFilter: boolean;
  readonly canRepeat: boolean;
}

const REFUSALS: ReadonlySet<ErrorCode> = new Set<ErrorCode>(["subscribe-refused", "wildcards-not-supported"]);

/** Some brokers hang up, or say nothing, where others say no. */
const HANG_UPS: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "connection-lost",
  "server-disconnected",
  "survey-timeout",
]);

/**
 * What is said of listening to a broker.
 * @param isKnown whether there is a topic to be shown
 */
export function surveyWords(view: SurveyView, isKnown: boolean): SurveyWords {
  const seconds = Math.ceil(view.remaining / 1_000);
  if (view.state === "none" || view.state === "connecting") return said(sharedText("topics.connecting"));
  if (view.problem !== undefined) return problemWords(view);
  if (view.state === "ended") return endedWords(view, isKnown);
  return said(isKnown ? sharedText("topics.live", { seconds }) : sharedText("topics.waiting", { seconds }));
}

function problemWords({ problem, filter }: SurveyView): SurveyWords {
  if (problem === undefined || problem instanceof Error) return said(problem?.message ?? "", true);
  const isRefused = REFUSALS.has(problem.code);
  const why = sharedText(`errors.${problem.code}`, problem.values);
  const text = isRefused && filter === "#" ? sharedText("topics.refused", { why }) : why;
  return { text, offersFilter: isRefused || HANG_UPS.has(problem.code), canRepeat: true };
}

/** Some brokers grant what they then don't send. */
function endedWords({ filter }: SurveyView, isKnown: boolean): SurveyWords {
  const text = isKnown ? sharedText("topics.ended") : sharedText("topics.nothingCame", { filter });
  return { text, offersFilter: !isKnown, canRepeat: true };
}

function said(text: string, canRepeat = false): SurveyWords {
  return { text, offersFilter: false, canRepeat };
}
