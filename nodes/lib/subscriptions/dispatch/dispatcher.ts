import type { Clock } from "../../clock";
import type { ReceivedMessage } from "../../messages/received-message";
import { TopicIndex } from "../../topics/topic-index";
import { CopyCounter } from "./copy-counter";
import type { Subscriber } from "../subscriber";
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
  /** A lone subscriber is kept without targets: with thousands of topics each step through cold memory shows. */
  readonly #cache = new Map<string, Subscriber | Targets>();
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

  /** Whether retained messages may still come for those who have asked. */
  get awaitsRetained(): boolean {
    return this.#replays.areAwaited;
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
    if (message.retain) return this.#dispatchRetained(message);
    const found = this.#cache.get(message.topic) ?? this.#lookUp(message.topic);
    if (found instanceof Targets) return this.#dispatchToSeveral(message, found);
    found.receive(message, true);
    return 1;
  }

  #dispatchToSeveral(message: ReceivedMessage, targets: Targets): number {
    const named = targets.named(message.properties?.subscriptionIdentifier);
    if (named === undefined && targets.copies > 1 && this.#copies.isExtra(message, targets.copies)) return 0;
    let count = 0;
    for (const { filter, subscriber } of targets.live) {
      if (named !== undefined && !filter.standing.carries(named)) continue;
      subscriber.receive(message, true);
      count += 1;
    }
    return count;
  }

  #dispatchRetained(message: ReceivedMessage): number {
    const targets = new Targets(this.#index.match(message.topic));
    const named = targets.named(message.properties?.subscriptionIdentifier);
    if (targets.hasAmbiguousRetain(named)) return this.#dispatchToSeveral(message, targets);
    const receivers =
      named === undefined
        ? this.#replays.receivers(message, targets)
        : targets.listeners.filter((listener) => listener.hasAskedWith(named));
    const nodes = new Map(receivers.map(({ subscriber }) => [subscriber.owner, subscriber]));
    for (const subscriber of nodes.values()) subscriber.receive(message, false);
    return nodes.size;
  }

  #lookUp(topic: string): Subscriber | Targets {
    const filters = this.#index.match(topic);
    const found = loneSubscriber(filters) ?? new Targets(filters);
    if (topic.length > LONGEST_CACHED_TOPIC) return found;
    if (this.#cache.size >= CACHE_SIZE) this.#cache.clear();
    this.#cache.set(topic, found);
    return found;
  }
}

function loneSubscriber(filters: readonly WireFilter[]): Subscriber | undefined {
  const [filter, anotherFilter] = filters;
  const [listener, anotherListener] = filter?.listeners ?? [];
  if (anotherFilter !== undefined || anotherListener !== undefined) return undefined;
  return listener?.isRefused === true ? undefined : listener?.subscriber;
}
