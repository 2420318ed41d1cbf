import type { MqttNodeError } from "../errors";
import type { QoS } from "../messages/qos";
import type { Subscriber } from "./subscriber";

/** One topic filter as the broker knows it, and everybody here who wants it. */
export class WireFilter {
  readonly #subscribers = new Set<Subscriber>();
  #isChanged = true;
  #wasAsked = false;

  /** The highest that anybody wants. */
  get qos(): QoS {
    return [...this.#subscribers].reduce<QoS>((highest, { qos }) => (qos > highest ? qos : highest), 0);
  }

  get isUnused(): boolean {
    return this.#subscribers.size === 0;
  }

  /** Somebody has joined since the broker was last asked: who joins wants the retained messages too. */
  get isChanged(): boolean {
    return this.#isChanged;
  }

  get wasAsked(): boolean {
    return this.#wasAsked;
  }

  add(subscriber: Subscriber): void {
    this.#subscribers.add(subscriber);
    this.#isChanged = true;
  }

  remove(subscriber: Subscriber): void {
    this.#subscribers.delete(subscriber);
  }

  asked(): void {
    this.#isChanged = false;
    this.#wasAsked = true;
  }

  granted(qos: QoS): void {
    for (const subscriber of this.#subscribers) subscriber.granted(qos);
  }

  refused(error: MqttNodeError): void {
    for (const subscriber of this.#subscribers) subscriber.refused(error);
  }
}
