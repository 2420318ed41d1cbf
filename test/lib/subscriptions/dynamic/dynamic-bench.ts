import { MqttNodeError } from "../../../../nodes/lib/errors";
import type { QoS } from "../../../../nodes/lib/messages/qos";
import { SubscriptionAnswers } from "../../../../nodes/lib/subscription-answers";
import { SubscriptionReport } from "../../../../nodes/lib/subscription-report";
import { DynamicSubscriptions } from "../../../../nodes/lib/subscriptions/dynamic/dynamic-subscriptions";
import {
  wantedSubscriptions,
  type SubscriptionDefaults,
} from "../../../../nodes/lib/subscriptions/dynamic/wanted-subscription";
import { FlowSubscriber } from "../../../../nodes/lib/subscriptions/flow/flow-subscriber";
import type { Subscriber } from "../../../../nodes/lib/subscriptions/subscriber";
import { parseTopicFilter } from "../../../../nodes/lib/topics/topic-filter";
import { ManualClock } from "../../../support/manual-clock";

/** What a node asks for where a message says nothing. */
export const DEFAULTS: SubscriptionDefaults = {
  options: { qos: 1, noLocal: false, retainAsPublished: false, retained: "always" },
  datatype: "auto",
  datatypes: ["auto", "json"],
};

/** A node's dynamic subscriptions on a connection that does nothing by itself. */
export class DynamicBench {
  readonly clock = new ManualClock();
  readonly dynamic: DynamicSubscriptions;
  readonly answers = new SubscriptionAnswers();
  /** `+filter QoS` and `-filter`, as the connection was told. */
  readonly asked: string[] = [];
  /** How commands ended: their names, with the code of an error. */
  readonly ends: string[] = [];
  /** Codes of what was told without a command that waited. */
  readonly told: string[] = [];
  /** The list as it was each time it was saved. */
  readonly saved: string[] = [];
  /** Who receives now, by filter. */
  readonly subscribers = new Map<string, Subscriber>();
  /** What the file does with the list. */
  save = (list: object): void => void this.saved.push(JSON.stringify(list));
  #state = "connected";

  constructor() {
    const getState = (): { name: string } => ({ name: this.#state });
    this.dynamic = new DynamicSubscriptions({
      connection: {
        get state() {
          return getState();
        },
        subscribe: (subscriber) => this.#subscribe(subscriber),
        unsubscribe: (subscriber) => this.#unsubscribe(subscriber),
      },
      createSubscriber: (wanted, reporter) =>
        new FlowSubscriber(wanted, { id: "node", send: () => undefined }, reporter, () => "id"),
      report: () =>
        new SubscriptionReport(this.answers, {
          tell: (error) => this.told.push(MqttNodeError.from(error).code),
          answered: () => undefined,
          changed: () => undefined,
        }),
      file: { save: (list) => this.save(list) },
      clock: this.clock,
    });
  }

  /** The filters of the list. */
  get topics(): string[] {
    return this.dynamic.list().map(({ topic }) => topic);
  }

  /** @param name of the command, for {@link ends} */
  subscribe(name: string, topic: unknown): void {
    this.dynamic.subscribe(wantedSubscriptions(topic, DEFAULTS), (error) =>
      this.ends.push(error === undefined ? name : `${name} ${error.code}`),
    );
  }

  unsubscribe(...topics: string[]): void {
    this.dynamic.unsubscribe(topics.map(parseTopicFilter));
  }

  /** The broker grants filters. */
  grant(qos: QoS, ...filters: string[]): void {
    for (const filter of filters) this.subscribers.get(filter)?.granted(qos);
  }

  /** The broker refuses filters; resolves when that has had its effect. */
  async refuse(...filters: string[]): Promise<void> {
    for (const filter of filters) {
      this.subscribers.get(filter)?.refused(new MqttNodeError("subscribe-refused", { filter, reason: "no" }));
    }
    await Promise.resolve();
  }

  /** The connection is lost. */
  lose(): void {
    this.#state = "waiting";
    this.answers.lost();
    this.dynamic.lost();
  }

  /** The connection is there again. */
  regain(): void {
    this.#state = "connected";
  }

  #subscribe(subscriber: Subscriber): void {
    this.asked.push(`+${subscriber.filter.wire} ${subscriber.options.qos}`);
    this.subscribers.set(subscriber.filter.wire, subscriber);
  }

  #unsubscribe(subscriber: Subscriber): void {
    this.asked.push(`-${subscriber.filter.wire}`);
    this.subscribers.delete(subscriber.filter.wire);
  }
}
