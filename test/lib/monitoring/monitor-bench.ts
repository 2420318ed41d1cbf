import { ReceivedMessage } from "../../../nodes/lib/messages/received-message";
import { Monitor, type MonitorParts, type Predecessor } from "../../../nodes/lib/monitoring/monitor";
import type { PresenceSettings } from "../../../nodes/lib/presence/presence-settings";
import type { Subscriber } from "../../../nodes/lib/subscriptions/subscriber";
import { ManualClock } from "../../support/manual-clock";
import { settingsOf } from "../presence/presence-bench";
import { naiveMatch } from "../topics/naive-match";

/** A connection that hands messages to whoever is subscribed. */
export class FakeConnection {
  readonly subscribers = new Set<Subscriber>();
  /** What it was asked for: `+a/b`, `-a/b`. */
  readonly asked: string[] = [];

  /** The filters that somebody is subscribed to. */
  get filters(): string[] {
    return Array.from(this.subscribers, ({ filter }) => filter.wire);
  }

  subscribe(subscriber: Subscriber): void {
    this.subscribers.add(subscriber);
    this.asked.push(`+${subscriber.filter.wire}`);
  }

  unsubscribe(subscriber: Subscriber): void {
    this.subscribers.delete(subscriber);
    this.asked.push(`-${subscriber.filter.wire}`);
  }

  /** Something is published. */
  publish(topic: string, payload: string): void {
    this.#deliver([...this.subscribers], topic, payload, false);
  }

  /** The broker answers those who are subscribed to exactly this filter with what it has retained. */
  answer(filter: string, topic: string, payload: string): void {
    const asking = [...this.subscribers].filter(({ filter: { wire } }) => wire === filter);
    this.#deliver(asking, topic, payload, true);
  }

  #deliver(subscribers: readonly Subscriber[], topic: string, payload: string, retain: boolean): void {
    for (const subscriber of subscribers) {
      if (!naiveMatch(subscriber.filter.pattern, topic)) continue;
      subscriber.receive(new ReceivedMessage(topic, Buffer.from(payload), 1, retain, undefined), !retain);
    }
  }
}

/** A monitor on a fake connection, and what its node was told. */
export class MonitorBench {
  readonly clock: ManualClock;
  readonly connection: FakeConnection;
  /** `lamp online`, `lamp online initial`; `listed` where the roster is another; warnings by their code. */
  readonly told: string[] = [];
  /** Of each subscription: `begun`, `granted`, `refused`, `over`. */
  readonly reports: string[] = [];
  readonly monitor: Monitor;
  /** Whether the broker's answers can be told from what comes for others. */
  isAnswered = true;

  constructor(
    settings: Partial<PresenceSettings> = {},
    { predecessor, connection = new FakeConnection(), clock = new ManualClock() }: Partial<Succession> = {},
  ) {
    this.clock = clock;
    this.connection = connection;
    const parts: MonitorParts = {
      nodeId: "node",
      connection,
      canAsk: () => this.isAnswered,
      report: () => {
        this.reports.push("begun");
        return {
          subscribed: () => void this.reports.push("granted"),
          refused: ({ code }) => void this.reports.push(`refused ${code}`),
          over: () => void this.reports.push("over"),
        };
      },
      changed: ({ device, state, initial }) => this.told.push(`${device} ${state}${initial ? " initial" : ""}`),
      listed: () => this.told.push("listed"),
      warn: ({ code }) => this.told.push(code),
      clock,
    };
    this.monitor = new Monitor(settingsOf(settings), parts, predecessor);
  }

  /** Begins to watch on a connection that stands. */
  start(stored?: unknown): void {
    this.monitor.start(stored);
    this.monitor.connected();
  }

  take(): string[] {
    return this.told.splice(0);
  }
}

/** What the next instance of a node gets from the one before. */
interface Succession {
  readonly predecessor: Predecessor;
  readonly connection: FakeConnection;
  readonly clock: ManualClock;
}
