import type { Problem } from "./problem";

/** What a survey of a broker's topics has to say since it was last asked. */
export interface SurveyReport {
  readonly state: "connecting" | "listening" | "ended";
  /** Topic filter that it listens to; of a shared subscription without its group. */
  readonly filter: string;
  /** Milliseconds until it ends by itself. */
  readonly remaining: number;
  /** Why it ended before its time, or what the broker refused. */
  readonly problem?: Problem;
  /** Seen, or seen again, since the version that was asked for; at most `MOST_TOPICS_AT_ONCE`, the rest comes next. */
  readonly topics: readonly SeenTopic[];
  /** To be asked for next. */
  readonly version: number;
  /** Whether there is more to be fetched at once. */
  readonly hasMore: boolean;
  /** Topics kept, and topics that were seen after the memory was full. */
  readonly kept: number;
  readonly notKept: number;
}

/** A topic with the last value that came on it. */
export interface SeenTopic {
  readonly topic: string;
  /** The beginning of the last payload, as text; binary ones as hex digits. */
  readonly payload: string;
  readonly isBinary: boolean;
  /** Of the whole payload. */
  readonly bytes: number;
  /** The broker keeps a value of it. */
  readonly isRetained: boolean;
  /** Messages since the survey began. */
  readonly count: number;
  /** When the last one came, ms epoch. */
  readonly at: number;
}

/** Most topics in one report. */
export const MOST_TOPICS_AT_ONCE = 1_000;
