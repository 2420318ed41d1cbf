import type { MqttNodeError } from "../../../nodes/lib/errors";
import type { QoS } from "../../../nodes/lib/messages/qos";
import { ReceivedMessage } from "../../../nodes/lib/messages/received-message";
import type { SubscribingSession } from "../../../nodes/lib/subscriptions/broker/broker-subscriptions";
import type { SessionRecord, StoredSession } from "../../../nodes/lib/subscriptions/broker/session-record";
import type { SubscribeLimits } from "../../../nodes/lib/subscriptions/broker/subscribe-limits";
import type { SubscribeRequest, SubscribeTransport } from "../../../nodes/lib/subscriptions/broker/subscribe-transport";
import type { Subscriber } from "../../../nodes/lib/subscriptions/subscriber";
import type { SubscriptionOptions } from "../../../nodes/lib/subscriptions/subscription-options";
import { Subscriptions } from "../../../nodes/lib/subscriptions/subscriptions";
import { parseTopicFilter, type TopicFilter } from "../../../nodes/lib/topics/topic-filter";
import { ManualClock } from "../../support/manual-clock";

let instances = 0;

/** The limits of a broker of MQTT 5 that has none. */
export const UNLIMITED: SubscribeLimits = {
  maximumPacketSize: undefined,
  maximumQos: 2,
  wildcards: true,
  sharedSubscriptions: true,
  subscriptionIdentifiers: true,
  sessionExpiry: 0,
};

/** What a broker said on accepting us, by default one of MQTT 5 that knows nothing of us. */
export function session(limits: Partial<SubscribeLimits> = {}, sessionPresent = false): SubscribingSession {
  return {
    address: "mqtt://a:1883",
    protocolVersion: 5,
    clientId: "me",
    sessionPresent,
    limits: { ...UNLIMITED, ...limits },
  };
}

/** What a broker of MQTT 3.1.1 says that keeps our session. */
export const KEPT_WITHOUT_IDENTIFIERS: Partial<SubscribeLimits> = {
  subscriptionIdentifiers: false,
  sessionExpiry: Infinity,
};

/** A record that remembers what was saved, and finds what it is given. */
export class FakeRecord implements SessionRecord {
  readonly saved: StoredSession[] = [];
  readonly #stored: StoredSession | undefined;

  constructor(stored?: StoredSession) {
    this.#stored = stored;
  }

  load(): StoredSession | undefined {
    return this.#stored;
  }

  save(session: StoredSession): void {
    this.saved.push(session);
  }
}

/** Subscriptions of a process that finds nothing of one before it, with a broker that calls its codes `code 128`. */
export function createSubscriptions(batch = 0, clock = new ManualClock(), record = new FakeRecord()): Subscriptions {
  return new Subscriptions({ batch, nameOfCode: (code) => `code ${code}`, clock, record });
}

/** What a message is, if it isn't `live` with QoS 1. */
interface Received {
  readonly payload?: string;
  readonly retain?: boolean;
  readonly identifiers?: number | readonly number[];
}

/** A message comes from the broker. @returns how many nodes got it */
export function receive(subscriptions: Subscriptions, topic: string, received: Received = {}): number {
  const { payload = "live", retain = false, identifiers } = received;
  const properties = identifiers === undefined ? undefined : { subscriptionIdentifier: identifiers };
  return subscriptions.dispatch(new ReceivedMessage(topic, Buffer.from(payload), 1, retain, properties));
}

/** A broker comes. */
export function connect(
  subscriptions: Subscriptions,
  limits: Partial<SubscribeLimits> = {},
  sessionPresent = false,
): FakeBroker {
  const broker = new FakeBroker();
  subscriptions.connected(broker, session(limits, sessionPresent));
  return broker;
}

interface FakeNode {
  /** By default the key. */
  readonly owner: string;
  readonly acknowledges: boolean;
}

/** A node that remembers what it got and what it was told. */
export class FakeSubscriber implements Subscriber {
  readonly filter: TopicFilter;
  readonly options: SubscriptionOptions;
  readonly owner: string;
  readonly key: string;
  readonly acknowledges: boolean;
  readonly received: ReceivedMessage[] = [];
  /** What the broker granted, or why it refused. */
  readonly answers: (QoS | MqttNodeError["values"])[] = [];
  /** The codes of the refusals. */
  readonly refusals: string[] = [];
  /** What became of it: `succeeds <key>`, `ended`, `lost`. */
  readonly fates: string[] = [];

  /** @param key of the node; by default none that anybody else has */
  constructor(
    filter: string,
    qos: QoS = 1,
    key = `subscriber ${(instances += 1)}`,
    { owner = key, acknowledges = false, ...options }: Partial<SubscriptionOptions & FakeNode> = {},
  ) {
    this.key = key;
    this.owner = owner;
    this.acknowledges = acknowledges;
    this.filter = parseTopicFilter(filter);
    this.options = { qos, noLocal: false, retainAsPublished: false, retained: "always", ...options };
  }

  /** The topics of what it got. */
  get topics(): string[] {
    return this.received.map(({ topic }) => topic);
  }

  receive(message: ReceivedMessage): void {
    this.received.push(message);
  }

  granted(qos: QoS): void {
    this.answers.push(qos);
  }

  refused(error: MqttNodeError): void {
    this.answers.push(error.values);
    this.refusals.push(error.code);
  }

  succeed(predecessor: Subscriber): void {
    this.fates.push(`succeeds ${predecessor.key}`);
  }

  ended(): void {
    this.fates.push("ended");
  }

  lost(): void {
    this.fates.push("lost");
  }
}

interface PendingRequest {
  readonly request: SubscribeRequest;
  readonly answered: (codes: readonly number[]) => void;
}

/** A connection that remembers what it was asked for. */
export class FakeBroker implements SubscribeTransport {
  /** SUBSCRIBEs as `1: a, b` and UNSUBSCRIBEs as `-: a, b`. */
  readonly asked: string[] = [];
  readonly requests: SubscribeRequest[] = [];
  readonly #pending: PendingRequest[] = [];
  readonly #unsubscribed: (() => void)[] = [];

  subscribe(request: SubscribeRequest, answered: (codes: readonly number[]) => void): void {
    this.asked.push(`${request.qos}: ${request.filters.join(", ")}`);
    this.requests.push(request);
    this.#pending.push({ request, answered });
  }

  unsubscribe(filters: readonly string[], answered: () => void): void {
    this.asked.push(`-: ${filters.join(", ")}`);
    this.#unsubscribed.push(answered);
  }

  /** Answers the oldest SUBSCRIBE that has no answer. */
  answer(...codes: number[]): void {
    this.#pending.shift()?.answered(codes);
  }

  /** Answers all SUBSCRIBEs with what they ask for. */
  grant(): void {
    for (let one = this.#pending.shift(); one !== undefined; one = this.#pending.shift()) {
      const { qos, filters } = one.request;
      one.answered(filters.map(() => qos));
    }
  }

  /** Answers the oldest UNSUBSCRIBE that has no answer. */
  confirm(): void {
    this.#unsubscribed.shift()?.();
  }

  /** Does what it is asked, and what is asked on that. */
  settle(): void {
    while (this.#pending.length + this.#unsubscribed.length > 0) {
      this.grant();
      this.confirm();
    }
  }

  /** What was asked from here on. */
  next(): string[] {
    return this.asked.splice(0);
  }
}

/** What some nodes want, just asked of a broker. */
export function subscribed(
  batch: number,
  ...subscribers: FakeSubscriber[]
): { subscriptions: Subscriptions; broker: FakeBroker } {
  const subscriptions = createSubscriptions(batch);
  const broker = new FakeBroker();
  for (const subscriber of subscribers) subscriptions.add(subscriber);
  subscriptions.connected(broker, session());
  return { subscriptions, broker };
}
