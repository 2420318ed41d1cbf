import { createHash } from "node:crypto";
import type { Clock } from "../clock";
import { Presence } from "../presence/presence";
import type { PresenceHost } from "../presence/presence-host";
import type { PresenceSettings } from "../presence/presence-settings";
import type { PresenceWarning } from "../presence/presence-warnings";
import type { Transition } from "../presence/devices/transition";
import type { Subscriber } from "../subscriptions/subscriber";
import { ObservingSubscriber, type Observing, type ObservingReporter } from "./observing-subscriber";

/** Tells of one subscription, until nobody wants it any more. */
export interface TopicReporter extends ObservingReporter {
  over(): void;
}

/** What a monitor works with. */
export interface MonitorParts {
  readonly nodeId: string;
  readonly connection: {
    subscribe(subscriber: Subscriber): void;
    unsubscribe(subscriber: Subscriber): void;
  };
  /** Whether the broker's answer to a question can be told from what it sends to others. */
  readonly canAsk: () => boolean;
  /** Begins to tell of one more subscription. */
  readonly report: () => TopicReporter;
  /** A device stands otherwise. */
  readonly changed: (transition: Transition) => void;
  /** The roster is another. */
  readonly listed: () => void;
  readonly warn: (warning: PresenceWarning) => void;
  readonly clock: Clock;
}

/** What a monitor knew when its node was closed. */
export interface Predecessor {
  readonly presence: Presence;
  /** How often it had started anew. */
  readonly round: number;
}

/** A topic filter that is subscribed. */
interface Watched {
  readonly subscriber: Subscriber;
  readonly reporter: TopicReporter;
}

/** Watches the topics of a broker on which devices say how they are. */
export class Monitor {
  readonly #settings: PresenceSettings;
  readonly #parts: MonitorParts;
  /** Tells subscribers apart that want the same topics for something else. */
  readonly #settingsHash: string;
  readonly #host: PresenceHost;
  readonly #watched = new Map<string, Watched>();
  /** By topics that are subscribed once more, for what the broker has retained there. */
  readonly #asked = new Map<string, Subscriber>();
  #presence: Presence;
  #stage: "new" | "started" | "left" = "new";
  /** Undefined until that is known. */
  #isConnected: boolean | undefined;
  /** Makes subscribers others than those of before, whose retained messages have come. */
  #round: number;

  /**
   * @param predecessor what is known from before a deploy that hasn't touched the node
   * @throws MqttNodeError as {@link Presence} does
   */
  constructor(settings: PresenceSettings, parts: MonitorParts, predecessor?: Predecessor) {
    this.#settings = settings;
    this.#parts = parts;
    this.#settingsHash = createHash("sha256").update(JSON.stringify(settings)).digest("base64");
    this.#host = {
      changed: (transition) => {
        parts.changed(transition);
        parts.listed();
      },
      listed: parts.listed,
      warn: parts.warn,
      watch: (wire) => this.#watch(wire),
      unwatch: (wire) => this.#unwatch(wire),
      canAsk: parts.canAsk,
      ask: (topic) => this.#ask(topic),
      end: (topic) => this.#end(topic),
    };
    this.#round = predecessor?.round ?? 0;
    this.#presence = predecessor?.presence ?? this.#createPresence();
    predecessor?.presence.resume(this.#host);
  }

  get presence(): Presence {
    return this.#presence;
  }

  /** Whether what it knows is all there is to know. */
  get isStarted(): boolean {
    return this.#stage === "started";
  }

  /**
   * Subscribes.
   * @param stored the roster of before a restart
   * @returns false if the node has been closed meanwhile
   */
  start(stored?: unknown): boolean {
    if (this.#stage === "left") return false;
    this.#stage = "started";
    this.#presence.restore(stored);
    this.#subscribe();
    return true;
  }

  connected(): void {
    if (this.#isConnected === true) return;
    this.#isConnected = true;
    this.#presence.connected();
  }

  lost(): void {
    if (this.#isConnected === false) return;
    this.#isConnected = false;
    this.#presence.lost();
  }

  /** Forgets all devices, and asks the broker anew what it has retained. */
  reset(): void {
    if (this.#stage !== "started") return;
    this.#unsubscribe();
    this.#presence.close();
    this.#presence = this.#createPresence();
    this.#round += 1;
    this.#subscribe();
    if (this.#isConnected === true) this.#presence.connected();
    this.#parts.listed();
  }

  /** The node is closed. @returns what is known, for its successor */
  leave(): Predecessor {
    this.#stage = "left";
    this.#unsubscribe();
    this.#presence.pause();
    return { presence: this.#presence, round: this.#round };
  }

  #createPresence(): Presence {
    return new Presence(this.#settings, this.#host, this.#parts.clock);
  }

  #subscribe(): void {
    for (const wire of this.#presence.filters) this.#watch(wire);
  }

  #watch(wire: string): void {
    const { nodeId, report, connection } = this.#parts;
    const reporter = report();
    const subscriber = new ObservingSubscriber(
      wire,
      this.#observing(nodeId, (message, mayBeNew) => this.#presence.receive(message, mayBeNew)),
      reporter,
    );
    this.#watched.set(wire, { subscriber, reporter });
    connection.subscribe(subscriber);
  }

  #unwatch(wire: string): void {
    const watched = this.#watched.get(wire);
    if (watched === undefined) return;
    this.#watched.delete(wire);
    this.#parts.connection.unsubscribe(watched.subscriber);
    watched.reporter.over();
  }

  #unsubscribe(): void {
    for (const wire of [...this.#watched.keys()]) this.#unwatch(wire);
  }

  /** Beside the filter that brings the topic's messages: by an owner of its own, so that none of those are missed. */
  #ask(topic: string): void {
    const observing = this.#observing(`${this.#parts.nodeId}/retained`, (message) =>
      this.#presence.receiveKept(message),
    );
    const subscriber = new ObservingSubscriber(topic, observing);
    this.#asked.set(topic, subscriber);
    this.#parts.connection.subscribe(subscriber);
  }

  #end(topic: string): void {
    const subscriber = this.#asked.get(topic);
    if (subscriber === undefined) return;
    this.#asked.delete(topic);
    this.#parts.connection.unsubscribe(subscriber);
  }

  #observing(owner: string, receive: Observing["receive"]): Observing {
    return { owner, key: `${owner} ${this.#settingsHash} ${this.#round}`, receive };
  }
}
