import type { Clock } from "../../clock";
import { MqttNodeError } from "../../errors";
import type { SubscriptionReport } from "../../subscription-report";
import type { TopicFilter } from "../../topics/topic-filter";
import type { SubscriptionReporter } from "../flow/flow-subscriber";
import type { Subscriber } from "../subscriber";
import { DynamicSubscription } from "./dynamic-subscription";
import { SubscribeCommand } from "./subscribe-command";
import type { ListedSubscription, WantedSubscription } from "./wanted-subscription";

/** What a node's dynamic subscriptions work with. */
export interface DynamicParts {
  readonly connection: {
    readonly state: { readonly name: string };
    subscribe(subscriber: Subscriber): void;
    unsubscribe(subscriber: Subscriber): void;
  };
  /** Receives for the node. */
  readonly createSubscriber: (wanted: WantedSubscription, reporter: SubscriptionReporter) => Subscriber;
  /** Begins to tell of one more subscription. */
  readonly report: () => SubscriptionReport;
  /** Where they are kept over restarts, if they are. */
  readonly file: { save(subscriptions: object): void } | undefined;
  readonly clock: Clock;
}

interface Entry {
  readonly subscription: DynamicSubscription;
  readonly subscriber: Subscriber;
}

/** The subscriptions of a node that come and go by message: one for each filter. */
export class DynamicSubscriptions {
  readonly #parts: DynamicParts;
  /** By their filters as they are sent. */
  readonly #entries = new Map<string, Entry>();
  readonly #commands = new Set<SubscribeCommand>();

  constructor(parts: DynamicParts) {
    this.#parts = parts;
  }

  get count(): number {
    return this.#entries.size;
  }

  /** Of all of them. */
  filters(): TopicFilter[] {
    return [...this.#entries.values()].map(({ subscription }) => subscription.wanted.filter);
  }

  /** For flows, which may do with it what they like. */
  list(): ListedSubscription[] {
    return this.glance().map((each) => ({ ...each }));
  }

  /** The same, to look at only: it costs little, however often it is asked for. */
  glance(): Readonly<ListedSubscription>[] {
    return [...this.#entries.values()].map(({ subscription }) => subscription.listed);
  }

  /** What is written into the file, at the time it is written. */
  toJSON(): ListedSubscription[] {
    return this.list();
  }

  /** Those of before a restart. */
  restore(wanted: readonly WantedSubscription[]): void {
    for (const each of wanted) this.#add(each);
  }

  /**
   * Subscribes; what is there with other options is replaced.
   * @param wanted each filter once
   * @param ended called exactly once: when the broker has granted all, with its first refusal (what it refused is
   * dropped), with `subscribe-timeout` or `node-closed`; without a connection at once, since they will be asked for
   */
  subscribe(wanted: readonly WantedSubscription[], ended: (error?: MqttNodeError) => void): void {
    const { connection, clock } = this.#parts;
    if (wanted.length === 0) return ended();
    if (connection.state.name !== "connected") {
      for (const each of wanted) this.#take(each);
      this.#save();
      return ended();
    }
    const command = new SubscribeCommand(wanted.length, clock, (error) => {
      this.#commands.delete(command);
      ended(error);
    });
    this.#commands.add(command);
    for (const each of wanted) this.#take(each, command);
    this.#save();
  }

  /** From now on nothing comes for these filters. One that isn't subscribed is none to speak of. */
  unsubscribe(filters: readonly TopicFilter[]): void {
    for (const { wire } of filters) this.#remove(wire);
    this.#save();
  }

  /** The connection is lost: what waits for an answer has been recorded, and is asked for on the next. */
  lost(): void {
    for (const { subscription } of this.#entries.values()) subscription.lost();
    for (const command of [...this.#commands]) command.end();
  }

  /** The node is closed. The list stays as it is: it may still have to be written. */
  close(): void {
    for (const command of [...this.#commands]) command.end(new MqttNodeError("node-closed", {}));
    for (const { subscriber } of this.#entries.values()) this.#parts.connection.unsubscribe(subscriber);
  }

  #take(wanted: WantedSubscription, command?: SubscribeCommand): void {
    const present = this.#entries.get(wanted.filter.wire)?.subscription;
    if (present?.satisfies(wanted) !== true) return this.#add(wanted, command);
    if (command !== undefined) present.await(command);
  }

  #add(wanted: WantedSubscription, command?: SubscribeCommand): void {
    const { wire } = wanted.filter;
    this.#remove(wire);
    const { createSubscriber, report, connection } = this.#parts;
    const subscription = new DynamicSubscription(wanted, report(), (refused) => this.#drop(refused));
    const subscriber = createSubscriber(wanted, subscription);
    this.#entries.set(wire, { subscription, subscriber });
    if (command !== undefined) subscription.await(command);
    connection.subscribe(subscriber);
  }

  #drop(refused: DynamicSubscription): void {
    const { wire } = refused.wanted.filter;
    if (this.#entries.get(wire)?.subscription !== refused) return;
    this.#remove(wire);
    this.#save();
  }

  #remove(wire: string): void {
    const entry = this.#entries.get(wire);
    if (entry === undefined) return;
    this.#entries.delete(wire);
    this.#parts.connection.unsubscribe(entry.subscriber);
    entry.subscription.over();
  }

  #save(): void {
    this.#parts.file?.save(this);
  }
}
