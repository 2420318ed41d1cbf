import type { MqttNodeError } from "../../errors";
import type { QoS } from "../../messages/qos";
import { includes, type SubscriptionIdentifiers } from "../identifiers";

/** What the broker said to a SUBSCRIBE. */
export type Answer = QoS | MqttNodeError;

/** What a SUBSCRIBE asks for one filter. */
export interface AskedOptions {
  readonly qos: QoS;
  readonly noLocal: boolean;
  readonly retainAsPublished: boolean;
}

/** Messages under older identifiers than these have long been sent. */
const KEPT_IDENTIFIERS = 8;

/** Where a topic filter stands with the broker: what it was asked for, and what it answered. */
export class Standing {
  #asked: AskedOptions | undefined;
  /** Under which the broker sends messages of this filter; more than one while old ones are under way. */
  #identifiers: readonly number[] = [];
  #isAtBroker = false;
  #isGranted = false;
  /** The last one; of a filter that is asked for again, it holds until the next. */
  #answer: Answer | undefined;
  /** SUBSCRIBEs without an answer. */
  #pending = 0;
  #isLeaving = false;

  /** Whether the broker sends messages for the filter, as far as we know. */
  get isAtBroker(): boolean {
    return this.#isAtBroker;
  }

  /** Whether the answer to a SUBSCRIBE is to come. */
  get isAwaited(): boolean {
    return this.#pending > 0;
  }

  /** The same, or to an UNSUBSCRIBE. */
  get isPending(): boolean {
    return this.isAwaited || this.#isLeaving;
  }

  /** Whether an UNSUBSCRIBE is under way. */
  get isLeaving(): boolean {
    return this.#isLeaving;
  }

  /** What the broker answered, undefined while that is to come. */
  get answer(): Answer | undefined {
    return this.isAwaited ? undefined : this.#answer;
  }

  /** Whether the broker has granted the filter, be it that it is asked again, or that it was before this process. */
  get isGranted(): boolean {
    return this.#isGranted;
  }

  get isRefused(): boolean {
    return this.#answer !== undefined && typeof this.#answer !== "number";
  }

  /** Whether RETAIN = 1 says nothing: the message may be replayed, or published just now. */
  get hasAmbiguousRetain(): boolean {
    return this.#asked?.retainAsPublished === true;
  }

  get identifiers(): readonly number[] {
    return this.#identifiers;
  }

  /** Whether a message came for this filter. */
  carries(identifiers: SubscriptionIdentifiers): boolean {
    return this.#identifiers.some((identifier) => includes(identifiers, identifier));
  }

  /**
   * Whether the broker has been asked for this, and has answered or is to answer.
   * @param orMore whether a higher QoS does as well
   */
  isAskedWith({ qos, noLocal, retainAsPublished }: AskedOptions, orMore: boolean): boolean {
    const asked = this.#asked;
    if (!this.#isAtBroker || this.#isLeaving || asked === undefined) return false;
    if (!this.isAwaited && this.#answer === undefined) return false;
    if (asked.noLocal !== noLocal || asked.retainAsPublished !== retainAsPublished) return false;
    return asked.qos === qos || (orMore && asked.qos > qos);
  }

  /** A SUBSCRIBE is sent. */
  ask(options: AskedOptions, identifier: number | undefined): void {
    this.#asked = options;
    this.#isAtBroker = true;
    this.#isLeaving = false;
    this.#pending += 1;
    if (identifier !== undefined) this.#identifiers = [identifier, ...this.#identifiers].slice(0, KEPT_IDENTIFIERS);
  }

  answered(answer: Answer): void {
    this.#pending = Math.max(0, this.#pending - 1);
    this.#answer = answer;
    this.#isGranted = typeof answer === "number";
    this.#isAtBroker = this.#isGranted;
  }

  /** Who was refused may ask again. */
  forgetRefusal(): void {
    if (this.isRefused) this.#answer = undefined;
  }

  /** An UNSUBSCRIBE is sent. */
  leave(): void {
    this.#isLeaving = true;
  }

  /** The broker has confirmed it, unless it has been asked again since. */
  left(): void {
    if (!this.#isLeaving) return;
    this.#isLeaving = false;
    this.#forget();
  }

  /** An answer that was to come doesn't come any more, and a refusal holds no longer. */
  disconnected(): void {
    if (this.isAwaited || this.isRefused) this.#answer = undefined;
    this.#pending = 0;
    this.#isLeaving = false;
  }

  /** The broker doesn't know us any more. */
  forgetSession(): void {
    this.#forget();
    this.#identifiers = [];
  }

  /** The broker may know the filter, or not: it is asked for again, or given up. */
  doubt(): void {
    this.#asked = undefined;
    this.#answer = undefined;
  }

  /** The broker knows the filter from a process before this one. */
  restore(identifiers: readonly number[]): void {
    this.#isAtBroker = true;
    this.#isGranted = true;
    this.#identifiers = identifiers;
  }

  #forget(): void {
    this.#isAtBroker = false;
    this.#isGranted = false;
    this.#asked = undefined;
    this.#answer = undefined;
  }
}
