import { ReceivedMessage } from "../../../nodes/lib/messages/received-message";
import type { QoS } from "../../../nodes/lib/messages/qos";
import type { SubscribeRequest, SubscribeTransport } from "../../../nodes/lib/subscriptions/broker/subscribe-transport";
import { naiveMatch } from "../topics/naive-match";

/** How a broker sends a message that several subscriptions of a client match. */
export type Ways =
  /** MQTT 5: a copy for each, with its identifier [MQTT 5, 3.3.4]. */
  | "a copy for each identifier"
  /** MQTT 5: one with all identifiers. */
  | "all identifiers at once"
  /** MQTT 3.1.1: a copy for each. */
  | "copies"
  /** MQTT 3.1.1: one in all. */
  | "one";

interface Subscription extends SubscribeRequest {
  readonly wire: string;
}

/**
 * A broker with one client, which it sends packets in order: what it is asked waits until {@link run}, so that messages
 * and answers cross. It refuses filters that begin with `denied`.
 */
export class ModelBroker implements SubscribeTransport {
  readonly ways: Ways;
  readonly subscriptions = new Map<string, Subscription>();
  readonly retained = new Map<string, string>();
  readonly #inbox: (() => void)[] = [];
  readonly #outbox: (() => void)[] = [];
  readonly #deliver: (message: ReceivedMessage) => void;

  constructor(ways: Ways, deliver: (message: ReceivedMessage) => void) {
    this.ways = ways;
    this.#deliver = deliver;
  }

  get hasIdentifiers(): boolean {
    return this.ways === "a copy for each identifier" || this.ways === "all identifiers at once";
  }

  subscribe(request: SubscribeRequest, answered: (codes: readonly number[]) => void): void {
    this.#inbox.push(() => {
      const codes = request.filters.map((wire) => this.#subscribe(wire, request));
      this.#outbox.push(() => answered(codes));
      for (const [index, wire] of request.filters.entries())
        if ((codes[index] ?? 128) < 128) this.#replay(wire, request);
    });
  }

  unsubscribe(filters: readonly string[], answered: () => void): void {
    this.#inbox.push(() => {
      for (const wire of filters) this.subscriptions.delete(wire);
      this.#outbox.push(answered);
    });
  }

  publish(topic: string, payload: string, retain: boolean): void {
    if (retain && payload === "") this.retained.delete(topic);
    else if (retain) this.retained.set(topic, payload);
    const matching = [...this.subscriptions.values()].filter(({ wire }) => naiveMatch(wire, topic));
    const flag = (subscription: Subscription): boolean => retain && subscription.retainAsPublished;
    const identifiers = matching.flatMap(({ identifier }) => identifier ?? []);
    if (matching.length === 0) return;
    if (this.ways === "one") this.#send(topic, payload, false);
    else if (this.ways === "all identifiers at once") this.#send(topic, payload, matching.some(flag), identifiers);
    else for (const one of matching) this.#send(topic, payload, flag(one), one.identifier);
  }

  /** Lets so many of the client's packets arrive, and so many of its own. */
  run(packets = Infinity, answers = Infinity): void {
    for (let left = packets; left > 0 && this.#inbox.length > 0; left -= 1) this.#inbox.shift()?.();
    for (let left = answers; left > 0 && this.#outbox.length > 0; left -= 1) this.#outbox.shift()?.();
  }

  /** All there is, also what comes of it. */
  settle(): void {
    while (this.#inbox.length + this.#outbox.length > 0) this.run();
  }

  #subscribe(wire: string, request: SubscribeRequest): QoS | 128 {
    if (wire.startsWith("denied")) return 128;
    this.subscriptions.set(wire, { ...request, wire });
    return request.qos;
  }

  #replay(wire: string, { withRetained, identifier }: SubscribeRequest): void {
    // Before MQTT 5 there is no way to ask for none.
    if (!withRetained && this.hasIdentifiers) return;
    for (const [topic, payload] of this.retained) {
      if (naiveMatch(wire, topic)) this.#send(topic, payload, true, this.hasIdentifiers ? identifier : undefined);
    }
  }

  #send(topic: string, payload: string, retain: boolean, identifiers?: number | readonly number[]): void {
    const properties = identifiers === undefined ? undefined : { subscriptionIdentifier: identifiers };
    this.#outbox.push(() => this.#deliver(new ReceivedMessage(topic, Buffer.from(payload), 1, retain, properties)));
  }
}
