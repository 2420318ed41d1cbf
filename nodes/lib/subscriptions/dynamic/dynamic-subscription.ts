import type { MqttNodeError } from "../../errors";
import type { QoS } from "../../messages/qos";
import type { SubscriptionReport } from "../../subscription-report";
import type { ReceivedFlowMessage, SubscriptionReporter } from "../flow/flow-subscriber";
import type { SubscribeCommand } from "./subscribe-command";
import { listed, type ListedSubscription, type WantedSubscription } from "./wanted-subscription";

/** A subscription that a message asked for, and the commands that wait for the broker's answer to it. */
export class DynamicSubscription implements SubscriptionReporter {
  readonly wanted: WantedSubscription;
  /** For flows and for the file; shared by all who look, and so it can't be changed. */
  readonly listed: Readonly<ListedSubscription>;
  readonly #report: SubscriptionReport;
  readonly #drop: (subscription: DynamicSubscription) => void;
  #commands: SubscribeCommand[] = [];
  #answer: "granted" | "refused" | undefined;

  /** @param drop called when the broker has refused what a command asks for */
  constructor(
    wanted: WantedSubscription,
    report: SubscriptionReport,
    drop: (subscription: DynamicSubscription) => void,
  ) {
    this.wanted = wanted;
    this.listed = Object.freeze(listed(wanted));
    this.#report = report;
    this.#drop = drop;
  }

  /** Whether it is what is wanted now, and may still be had. */
  satisfies(wanted: WantedSubscription): boolean {
    return this.#answer !== "refused" && JSON.stringify(this.listed) === JSON.stringify(listed(wanted));
  }

  /** A command waits for the answer, unless there is one. */
  await(command: SubscribeCommand): void {
    if (this.#answer === undefined) this.#commands.push(command);
    else command.answered();
  }

  subscribed(granted: QoS | undefined): void {
    this.#answer = "granted";
    this.#report.subscribed(granted);
    for (const command of this.#takeCommands()) command.answered();
  }

  /** The command that asked for it ends with the refusal; only where nobody waits any more the node tells it. */
  refused(error: MqttNodeError): void {
    this.#answer = "refused";
    const commands = this.#takeCommands();
    if (commands.length === 0) return this.#report.refused(error);
    // Later in this turn: we are called while the subscriptions go through all who are to be told.
    queueMicrotask(() => {
      this.#drop(this);
      for (const command of commands) command.answered(error);
    });
  }

  undeliverable(error: unknown, msg: ReceivedFlowMessage): void {
    this.#report.undeliverable(error, msg);
  }

  /** The connection is lost: it will be asked for again. */
  lost(): void {
    this.#answer = undefined;
  }

  /** Nobody wants it any more. */
  over(): void {
    this.#report.over();
    for (const command of this.#takeCommands()) command.answered();
  }

  #takeCommands(): SubscribeCommand[] {
    const waiting = this.#commands.filter(({ isOpen }) => isOpen);
    this.#commands = [];
    return waiting;
  }
}
