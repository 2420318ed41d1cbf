import type { MqttNodeError } from "./errors";
import type { QoS } from "./messages/qos";
import type { SubscriptionAnswers } from "./subscription-answers";
import type { ReceivedFlowMessage, SubscriptionReporter } from "./subscriptions/flow/flow-subscriber";

/** Who tells people of a node's subscriptions. */
export interface SubscriptionTeller {
  /** Logs an error in words, and gives it to Catch nodes. */
  tell(error: unknown, msg: Record<string, unknown>): void;
  /** The broker has answered. */
  answered(): void;
  /** Something has happened that need not be seen at once. */
  changed(): void;
}

/** Tells of one subscription of a node. */
export class SubscriptionReport implements SubscriptionReporter {
  readonly #answers: SubscriptionAnswers;
  readonly #teller: SubscriptionTeller;
  /** The refusal that was told. */
  #told: string | undefined;
  #isOver = false;

  constructor(answers: SubscriptionAnswers, teller: SubscriptionTeller) {
    this.#answers = answers;
    this.#teller = teller;
    answers.await(this);
  }

  /** A message from the broker can't be given to the flow: it goes to Catch nodes instead. */
  undeliverable(error: unknown, msg: ReceivedFlowMessage): void {
    this.#teller.tell(error, msg);
    this.#teller.changed();
  }

  subscribed(granted: QoS | undefined): void {
    if (this.#isOver) return;
    this.#told = undefined;
    this.#answers.granted(this, granted);
    this.#teller.answered();
  }

  /** Told once, and again only for another reason. */
  refused(error: MqttNodeError): void {
    if (this.#isOver) return;
    const reason = JSON.stringify([error.code, error.values]);
    this.#answers.refused(this, error);
    if (reason !== this.#told) this.#teller.tell(error, {});
    this.#told = reason;
    this.#teller.answered();
  }

  /** Nobody wants it any more. */
  over(): void {
    this.#isOver = true;
    this.#answers.forget(this);
    this.#teller.changed();
  }
}
