import type { Clock } from "../../clock";
import type { ReceivedMessage } from "../../messages/received-message";
import { TopicIndex } from "../../topics/topic-index";
import { CopyCounter } from "./copy-counter";
import type { SubscriptionIdentifiers } from "../identifiers";
import { Listener } from "../listener";
import { Replays } from "./replays";
import { Targets } from "./targets";
import type { WireFilter } from "../wire-filter";

/** Look-ups kept; dropped as a whole when there are more, or when a subscription changes. */
const CACHE_SIZE = 10_000;

/** Longer topics are looked up each time: anybody who may publish could fill the cache with them. */
const LONGEST_CACHED_TOPIC = 256;

/** Finds out for whom a message is, and hands it to each node once. */
export class Dispatcher {
  readonly #index = new TopicIndex<WireFilter>();
  /** A lone listener is kept without targets: with thousands of topics each step through cold memory shows. */
  readonly #cache = new Map<string, Listener | Targets>();
  readonly #copies: CopyCounter;
  readonly #replays: Replays;

  constructor(clock: Clock) {
    this.#copies = new CopyCounter(clock);
    this.#replays = new Replays(clock);
  }

  add(filter: WireFilter): void {
    this.#index.add(filter.pattern, filter);
    this.changed();
  }

  remove(filter: WireFilter): void {
    this.#index.remove(filter.pattern, filter);
    this.changed();
  }

  /** A filter, or who listens to it, has changed. */
  changed(): void {
    if (this.#cache.size > 0) this.#cache.clear();
  }

  /** SUBSCRIBEs are about to be sent. @returns their number */
  subscribing(filters: readonly WireFilter[]): number {
    return this.#replays.begin(filters);
  }

  /** The connection is gone: what was learned of its broker may not hold for the next. */
  disconnected(): void {
    this.#copies.forget();
    this.#replays.end();
  }

  /** @returns how many nodes got it */
  dispatch(message: ReceivedMessage): number {
    const found = this.#cache.get(message.topic) ?? this.#lookUp(message.topic);
    const identifiers = message.properties?.subscriptionIdentifier;
    if (message.retain) return this.#dispatchRetained(message, targetsOf(found), identifiers);
    if (!(found instanceof Listener)) return this.#dispatchToSeveral(message, found, identifiers);
    found.subscriber.receive(message);
    return 1;
  }

  #dispatchToSeveral(
    message: ReceivedMessage,
    targets: Targets,
    identifiers: SubscriptionIdentifiers | undefined,
  ): number {
    const named = targets.named(identifiers);
    if (named === undefined && targets.copies > 1 && this.#copies.isExtra(message, targets.copies)) return 0;
    let count = 0;
    for (const { filter, subscriber } of targets.live) {
      if (named !== undefined && !filter.standing.carries(named)) continue;
      subscriber.receive(message);
      count += 1;
    }
    return count;
  }

  #dispatchRetained(
    message: ReceivedMessage,
    targets: Targets,
    identifiers: SubscriptionIdentifiers | undefined,
  ): number {
    const named = targets.named(identifiers);
    if (targets.hasAmbiguousRetain(named)) return this.#dispatchToSeveral(message, targets, identifiers);
    const receivers =
      named === undefined
        ? this.#replays.receivers(message, targets)
        : targets.listeners.filter((listener) => listener.hasAskedWith(named));
    const nodes = new Map(receivers.map(({ subscriber }) => [subscriber.owner, subscriber]));
    for (const subscriber of nodes.values()) subscriber.receive(message);
    return nodes.size;
  }

  #lookUp(topic: string): Listener | Targets {
    const filters = this.#index.match(topic);
    const found = loneListener(filters) ?? new Targets(filters);
    if (topic.length > LONGEST_CACHED_TOPIC) return found;
    if (this.#cache.size >= CACHE_SIZE) this.#cache.clear();
    this.#cache.set(topic, found);
    return found;
  }
}

function loneListener(filters: readonly WireFilter[]): Listener | undefined {
  const [filter, anotherFilter] = filters;
  const [listener, anotherListener] = filter?.listeners ?? [];
  if (anotherFilter !== undefined || anotherListener !== undefined) return undefined;
  return listener?.isRefused === true ? undefined : listener;
}

function targetsOf(found: Listener | Targets): Targets {
  return found instanceof Listener ? new Targets([found.filter]) : found;
}
