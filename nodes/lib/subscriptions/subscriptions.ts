import { MqttNodeError } from "../errors";
import { QOS_LEVELS, type QoS } from "../messages/qos";
import type { ReceivedMessage } from "../messages/received-message";
import { hasWildcard, isShared } from "../topics/topic-filter";
import { TopicIndex } from "../topics/topic-index";
import type { Subscriber } from "./subscriber";
import { subscribeBatches, subscribeBytes } from "./subscribe-batches";
import { WireFilter } from "./wire-filter";

/** What the subscriptions see of the network. */
export interface SubscribeTransport {
  /** @param answered gets one SUBACK code per filter, or nothing if the connection was lost before */
  subscribe(filters: readonly string[], qos: QoS, answered: (codes: readonly number[]) => void): void;
  unsubscribe(filters: readonly string[]): void;
}

/** What the server said in CONNACK about what may be subscribed. */
export interface SubscribeLimits {
  /** Bytes it takes in one packet; undefined for no limit. */
  readonly maximumPacketSize: number | undefined;
  /** The highest it would grant. */
  readonly maximumQos: QoS;
  /** Whether filters may have wildcards [MQTT 5, 3.2.2.3.11]. */
  readonly wildcards: boolean;
  /** Whether it knows `$share` [MQTT 5, 3.2.2.3.13]. */
  readonly sharedSubscriptions: boolean;
}

/** Look-ups kept; dropped as a whole when there are more, or when a subscription changes. */
const CACHE_SIZE = 10_000;

/** A SUBACK code from here on is a refusal [MQTT 5, 3.9.3]. */
const REFUSED = 0x80;

/** Reason codes of what the server would refuse, by what it said in CONNACK [MQTT 5, 2.4]. */
const PACKET_TOO_LARGE = 0x95;
const NO_SHARED_SUBSCRIPTIONS = 0x9e;
const NO_WILDCARDS = 0xa2;

const UNLIMITED: SubscribeLimits = {
  maximumPacketSize: undefined,
  maximumQos: 2,
  wildcards: true,
  sharedSubscriptions: true,
};

/** Longer topics are looked up each time: anybody who may publish could fill the cache with them. */
const LONGEST_CACHED_TOPIC = 256;

type AskedFilter = readonly [wire: string, filter: WireFilter];

/** A lone receiver is not in a list: with thousands of topics each step through cold memory shows. */
type Receivers = Subscriber | readonly Subscriber[];

/** Who wants which filter, what is asked of the broker for it, and who gets a message. */
export class Subscriptions {
  readonly #index = new TopicIndex<Subscriber>();
  readonly #filters = new Map<string, WireFilter>();
  readonly #cache = new Map<string, Receivers>();
  readonly #batch: number;
  readonly #nameOfCode: (code: number) => string;
  #transport: SubscribeTransport | undefined;
  #limits = UNLIMITED;

  /**
   * @param batch most filters in one SUBSCRIBE, 0 for no limit
   * @param nameOfCode what a SUBACK code means, for people
   */
  constructor(batch: number, nameOfCode: (code: number) => string) {
    this.#batch = batch === 0 ? Infinity : batch;
    this.#nameOfCode = nameOfCode;
  }

  /** Takes effect on the broker with the next {@link reconcile}. */
  add(subscriber: Subscriber): void {
    const { wire, pattern } = subscriber.filter;
    const filter = this.#filters.get(wire) ?? new WireFilter();
    this.#filters.set(wire, filter);
    filter.add(subscriber);
    this.#index.add(pattern, subscriber);
    this.#cache.clear();
  }

  /** From now on the subscriber gets nothing. */
  remove(subscriber: Subscriber): void {
    this.#filters.get(subscriber.filter.wire)?.remove(subscriber);
    this.#index.remove(subscriber.filter.pattern, subscriber);
    this.#cache.clear();
  }

  /** Brings the broker up to date: unsubscribes what nobody wants, subscribes what is new. */
  reconcile(): void {
    for (const filter of this.#filters.values()) filter.forgetLeavers();
    if (this.#transport === undefined) return;
    const unused = this.#forgetUnused();
    this.#unsubscribe(unused);
    this.#subscribe([...this.#filters].filter(([, filter]) => filter.isChanged));
  }

  /**
   * The broker is there; it is asked for all filters.
   * @param sessionPresent whether it still knows what it was asked for before
   */
  connected(transport: SubscribeTransport, sessionPresent: boolean, limits: SubscribeLimits): void {
    this.#transport = transport;
    this.#limits = limits;
    const unused = this.#forgetUnused();
    if (sessionPresent) this.#unsubscribe(unused);
    this.#subscribe([...this.#filters]);
  }

  /** The broker is gone. */
  disconnected(): void {
    this.#transport = undefined;
  }

  /**
   * Hands a message to everybody who wants it, each once.
   * @returns how many got it
   */
  dispatch(message: ReceivedMessage): number {
    const receivers = this.#cache.get(message.topic) ?? this.#lookUp(message.topic);
    if (!isList(receivers)) {
      receivers.receive(message);
      return 1;
    }
    for (const receiver of receivers) receiver.receive(message);
    return receivers.length;
  }

  #lookUp(topic: string): Receivers {
    const found = this.#index.match(topic);
    const [first] = found;
    const receivers = found.length === 1 && first !== undefined ? first : found;
    if (topic.length > LONGEST_CACHED_TOPIC) return receivers;
    if (this.#cache.size >= CACHE_SIZE) this.#cache.clear();
    this.#cache.set(topic, receivers);
    return receivers;
  }

  /** @returns the filters that the broker still sends for */
  #forgetUnused(): string[] {
    const unused = [...this.#filters].filter(([, filter]) => filter.isUnused);
    for (const [wire] of unused) this.#filters.delete(wire);
    return unused.filter(([, filter]) => filter.wasAsked).map(([wire]) => wire);
  }

  /** An UNSUBSCRIBE is no larger than a SUBSCRIBE of the same filters. */
  #unsubscribe(wires: readonly string[]): void {
    const filters = wires.map((wire) => [wire] as const);
    for (const batch of subscribeBatches(filters, this.#batch, this.#limits.maximumPacketSize ?? Infinity)) {
      this.#transport?.unsubscribe(batch.map(([wire]) => wire));
    }
  }

  #subscribe(filters: readonly AskedFilter[]): void {
    const refusals = new Map(filters.map(([wire]) => [wire, this.#refusalOf(wire)]));
    for (const [wire, filter] of filters) this.#answer(wire, filter, refusals.get(wire));
    const allowed = filters.filter(([wire]) => refusals.get(wire) === undefined);
    const { maximumPacketSize = Infinity, maximumQos } = this.#limits;
    for (const qos of QOS_LEVELS) {
      const wanted = allowed.filter(([, filter]) => Math.min(filter.qos, maximumQos) === qos);
      for (const batch of subscribeBatches(wanted, this.#batch, maximumPacketSize)) this.#ask(batch, qos);
    }
  }

  /** The code the server would answer with, if it said so beforehand. */
  #refusalOf(wire: string): number | undefined {
    const { maximumPacketSize = Infinity, wildcards, sharedSubscriptions } = this.#limits;
    if (subscribeBytes(wire) > maximumPacketSize) return PACKET_TOO_LARGE;
    if (!sharedSubscriptions && isShared(wire)) return NO_SHARED_SUBSCRIPTIONS;
    if (!wildcards && hasWildcard(wire)) return NO_WILDCARDS;
    return undefined;
  }

  #ask(filters: readonly AskedFilter[], qos: QoS): void {
    for (const [, filter] of filters) filter.asked();
    const names = filters.map(([wire]) => wire);
    this.#transport?.subscribe(names, qos, (codes) => {
      for (const [index, [wire, filter]] of filters.entries()) this.#answer(wire, filter, codes[index]);
    });
  }

  #answer(wire: string, filter: WireFilter, code: number | undefined): void {
    if (code === undefined) return;
    if (code < REFUSED) filter.answered(code as QoS);
    else filter.answered(this.#refusal(wire, code));
  }

  #refusal(filter: string, code: number): MqttNodeError {
    if (code === NO_WILDCARDS) return new MqttNodeError("wildcards-not-supported", { filter });
    if (code === NO_SHARED_SUBSCRIPTIONS) return new MqttNodeError("shared-not-supported", { filter });
    return new MqttNodeError("subscribe-refused", { filter, reason: this.#nameOfCode(code) }, { reasonCode: code });
  }
}

function isList(receivers: Receivers): receivers is readonly Subscriber[] {
  return Array.isArray(receivers);
}
