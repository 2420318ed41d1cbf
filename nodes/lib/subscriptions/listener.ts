import type { MqttNodeError } from "../errors";
import type { QoS } from "../messages/qos";
import { includes, type SubscriptionIdentifiers } from "./identifiers";
import type { Subscriber } from "./subscriber";
import type { WireFilter } from "./wire-filter";

/** What is known of a SUBSCRIBE by which retained messages were asked for. */
export interface Asking {
  /** How many had been sent, with this one. */
  readonly round: number;
  /** Undefined if it has none. */
  readonly identifier: number | undefined;
}

/**
 * A subscriber, and where it stands with the retained messages of its filter: the broker sends them in answer to a
 * SUBSCRIBE, and they belong to those for whom it was sent.
 */
export class Listener {
  readonly subscriber: Subscriber;
  readonly filter: WireFilter;
  #retained: "none" | "wanted" | Asking = "none";
  #refusal: MqttNodeError | undefined;
  #isTold = false;

  constructor(subscriber: Subscriber, filter: WireFilter) {
    this.subscriber = subscriber;
    this.filter = filter;
  }

  /** Why nothing is asked for it: it can't be had beside the others, or from this broker. */
  get refusal(): MqttNodeError | undefined {
    return this.#refusal;
  }

  set refusal(error: MqttNodeError | undefined) {
    if (isSame(error, this.#refusal)) return;
    this.#refusal = error;
    this.#isTold = false;
    if (error === undefined) this.want();
  }

  /** Nothing comes for it: what comes for others and matches its filter was not meant for it. */
  get isRefused(): boolean {
    return this.#refusal !== undefined || this.filter.isRefused;
  }

  /** Whether retained messages are still to be asked for. */
  get wantsRetained(): boolean {
    return this.#retained === "wanted" && this.#refusal === undefined;
  }

  /** Retained messages are to be asked for, if it wants any. */
  want(): void {
    this.#retained = this.subscriber.options.retained === "never" ? "none" : "wanted";
  }

  /** The same, for a session that goes on: who wants only what is new, and has asked, has them. */
  wantAgain(): void {
    if (this.subscriber.options.retained === "always") this.want();
  }

  /** They were asked for in a process before this one, under this identifier, if it had one: some may still come. */
  hadAsked(identifier: number | undefined): void {
    this.#retained = { round: 0, identifier };
  }

  /** It takes the place of one that wanted the same, and gets what that one was to get. */
  inherit(leaver: Listener): void {
    this.#retained = leaver.#retained;
  }

  /** A SUBSCRIBE is sent for it. */
  asked(asking: Asking): void {
    if (this.wantsRetained) this.#retained = asking;
  }

  /** Nothing came of a SUBSCRIBE, which may not have been sent for this listener. */
  askAgain(asking: Asking | undefined): void {
    if (this.#retained === asking) this.want();
  }

  /** Whether retained messages were asked for it after so many SUBSCRIBEs. */
  hasAskedAfter(round: number): boolean {
    return typeof this.#retained === "object" && this.#retained.round > round;
  }

  /** Whether it was for this listener that the SUBSCRIBE with one of these identifiers was sent. */
  hasAskedWith(identifiers: SubscriptionIdentifiers): boolean {
    if (typeof this.#retained !== "object" || this.#retained.identifier === undefined) return false;
    return includes(identifiers, this.#retained.identifier);
  }

  /** What the broker, or we, answered; said once until {@link tellAgain}. */
  tell(answer: QoS | MqttNodeError): void {
    if (this.#isTold) return;
    this.#isTold = true;
    if (typeof answer === "number") this.subscriber.granted(answer);
    else this.subscriber.refused(answer);
  }

  tellAgain(): void {
    this.#isTold = false;
  }
}

function isSame(a: MqttNodeError | undefined, b: MqttNodeError | undefined): boolean {
  return a?.code === b?.code && JSON.stringify(a?.values) === JSON.stringify(b?.values);
}
