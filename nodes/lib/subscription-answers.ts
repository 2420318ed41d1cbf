import type { MqttNodeError } from "./errors";
import type { QoS } from "./messages/qos";

/** What the broker has answered to each subscription of a node; a look at it costs the same for any number. */
export class SubscriptionAnswers {
  readonly #awaited = new Set<object>();
  readonly #granted = new Set<object>();
  readonly #lowered = new Map<object, QoS>();
  readonly #refused = new Map<object, MqttNodeError>();

  /** Whether an answer is to come. */
  get areAwaited(): boolean {
    return this.#awaited.size > 0;
  }

  /** The oldest refusal that stands. */
  get refusal(): MqttNodeError | undefined {
    return this.#refused.values().next().value;
  }

  /** What was granted instead of a higher QoS. */
  get loweredQos(): QoS | undefined {
    return this.#lowered.values().next().value;
  }

  await(subscription: object): void {
    this.forget(subscription);
    this.#awaited.add(subscription);
  }

  /** @param lowered the QoS, if it is lower than asked for */
  granted(subscription: object, lowered: QoS | undefined): void {
    this.forget(subscription);
    if (lowered === undefined) this.#granted.add(subscription);
    else this.#lowered.set(subscription, lowered);
  }

  refused(subscription: object, error: MqttNodeError): void {
    this.forget(subscription);
    this.#refused.set(subscription, error);
  }

  /** The subscription is over. */
  forget(subscription: object): void {
    this.#awaited.delete(subscription);
    this.#granted.delete(subscription);
    this.#lowered.delete(subscription);
    this.#refused.delete(subscription);
  }

  /** The connection is lost: the next one brings new answers. */
  lost(): void {
    for (const subscription of [...this.#granted, ...this.#lowered.keys(), ...this.#refused.keys()]) {
      this.await(subscription);
    }
  }
}
