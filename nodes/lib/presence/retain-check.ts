import type { Clock, Timer } from "../clock";
import type { Device, Side } from "./devices/device";

/** How the broker is asked for what it has kept. */
export interface RetainedTopics {
  /** Whether the answer could be told from those that others get; else it is asked later. */
  canAsk(): boolean;
  /** Subscribes to a topic once more, so that the broker sends what is retained there. */
  ask(topic: string): void;
  /** That is enough. */
  end(topic: string): void;
}

/** A device that has just said something, and where. */
export interface RetainQuestion {
  readonly device: Device;
  readonly topic: string;
  readonly said: Side;
}

/** Milliseconds for an answer. There may be none: no broker says that it keeps nothing. */
const ANSWER_TIME = 3_000;
/** Milliseconds from one question to the next. */
const PAUSE = 1_000;
/** When more devices change at once, the others are asked for another time. */
const MOST_QUESTIONS = 1_000;

/**
 * Asks what the broker keeps of a device, once after the device has said each of the two things: where it keeps only
 * `offline`, the device looks dead at every start; where only `online`, it looks alive. The messages themselves don't
 * tell, since RETAIN is 0 on all that is sent as it is published [MQTT 5, 3.3.1.3].
 */
export class RetainCheck {
  readonly #topics: RetainedTopics;
  readonly #clock: Clock;
  readonly #waiting: RetainQuestion[] = [];
  readonly #asked = new WeakMap<Device, Set<string>>();
  #open: RetainQuestion | undefined;
  #timer: Timer | undefined;

  constructor(topics: RetainedTopics, clock: Clock) {
    this.#topics = topics;
    this.#clock = clock;
  }

  /** A device has said something just now. */
  heard(question: RetainQuestion): void {
    if (this.#waiting.length >= MOST_QUESTIONS) return;
    const asked = this.#asked.get(question.device) ?? new Set();
    if (asked.has(question.said)) return;
    this.#asked.set(question.device, asked.add(question.said));
    this.#waiting.push(question);
    if (this.#timer === undefined) this.#next();
  }

  /** The broker has sent what it keeps. @returns what that is to be compared with, if it was asked for */
  answered(topic: string): RetainQuestion | undefined {
    const question = this.#open;
    if (question?.topic !== topic) return undefined;
    this.#end();
    this.#pause();
    return question;
  }

  /** The device has said something else meanwhile, so that the answer told nothing. */
  repeat({ device, said }: RetainQuestion): void {
    this.#asked.get(device)?.delete(said);
  }

  /** The connection is lost, or nobody wants to know any more. */
  clear(): void {
    const open = this.#open === undefined ? [] : [this.#open];
    for (const question of [...open, ...this.#waiting]) this.repeat(question);
    this.#waiting.length = 0;
    this.#end();
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #next(): void {
    this.#timer = undefined;
    if (this.#waiting.length > 0 && !this.#topics.canAsk()) return this.#pause();
    this.#open = this.#waiting.shift();
    if (this.#open === undefined) return;
    this.#topics.ask(this.#open.topic);
    this.#timer = this.#clock.after(ANSWER_TIME, () => {
      this.#end();
      this.#next();
    });
  }

  #pause(): void {
    this.#timer?.cancel();
    this.#timer = this.#clock.after(PAUSE, () => this.#next());
  }

  #end(): void {
    if (this.#open !== undefined) this.#topics.end(this.#open.topic);
    this.#open = undefined;
  }
}
