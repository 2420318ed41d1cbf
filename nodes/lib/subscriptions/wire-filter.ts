import type { MqttNodeError } from "../errors";
import type { QoS } from "../messages/qos";
import type { Subscriber } from "./subscriber";

/** What the broker said to a SUBSCRIBE. */
type Answer = QoS | MqttNodeError;

/** One topic filter as the broker knows it, and everybody here who wants it. */
export class WireFilter {
  readonly #subscribers = new Set<Subscriber>();
  /** Who has left and may be followed by a successor, until {@link forgetLeavers}. */
  readonly #leavers = new Map<string, QoS>();
  #isChanged = true;
  #wasAsked = false;
  /** Undefined while it is to come. */
  #answer: Answer | undefined;

  /** The highest that anybody wants. */
  get qos(): QoS {
    const wanted = [...this.#subscribers].map(({ qos }) => qos);
    return [...wanted, ...this.#leavers.values()].reduce<QoS>((highest, qos) => (qos > highest ? qos : highest), 0);
  }

  get isUnused(): boolean {
    return this.#subscribers.size === 0 && this.#leavers.size === 0;
  }

  /** Somebody new has joined since the broker was last asked: who joins wants the retained messages too. */
  get isChanged(): boolean {
    return this.#isChanged;
  }

  get wasAsked(): boolean {
    return this.#wasAsked;
  }

  /** A successor of who just left has had the retained messages, and knows what was granted. */
  add(subscriber: Subscriber): void {
    this.#subscribers.add(subscriber);
    if (!this.#leavers.delete(subscriber.key)) this.#isChanged = true;
    else if (this.#answer !== undefined) tell(subscriber, this.#answer);
  }

  remove(subscriber: Subscriber): void {
    this.#subscribers.delete(subscriber);
    this.#leavers.set(subscriber.key, subscriber.qos);
  }

  /** Nobody follows them any more. */
  forgetLeavers(): void {
    this.#leavers.clear();
  }

  asked(): void {
    this.#isChanged = false;
    this.#wasAsked = true;
    this.#answer = undefined;
  }

  answered(answer: Answer): void {
    this.#answer = answer;
    for (const subscriber of this.#subscribers) tell(subscriber, answer);
  }
}

function tell(subscriber: Subscriber, answer: Answer): void {
  if (typeof answer === "number") subscriber.granted(answer);
  else subscriber.refused(answer);
}
