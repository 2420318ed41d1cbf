import type { Clock, Timer } from "../../clock";
import type { ReceivedMessage } from "../../messages/received-message";
import { fingerprint } from "./fingerprint";
import type { Listener } from "../listener";
import type { Targets } from "./targets";
import { topicKey } from "./topic-key";
import type { WireFilter } from "../wire-filter";

/** Milliseconds after the last SUBSCRIBE or retained message in which more may come. */
const OPEN_FOR = 10_000;

/** Topics remembered; of more than these a retained message may come to a node twice. */
const MOST_TOPICS = 100_000;

/** A retained message that has come. */
interface Seen {
  /** How many SUBSCRIBEs had been sent. */
  readonly round: number;
  readonly fingerprint: string;
}

/**
 * For whom retained messages are that come without a subscription identifier. A broker sends them in answer to a
 * SUBSCRIBE, and says by RETAIN = 1 that it does [MQTT-3.3.1-8]; who waited when it was sent gets them, once for each
 * topic. Where nobody asked, everybody gets the message, and once a topic brings two of them with different payloads
 * that is so for the rest of the connection: some brokers pass the flag on as it was published [against
 * MQTT-3.3.1-9]. As long as retained messages come, and ten seconds more, is uncertain
 * - for such brokers: the first message with the flag on a topic of a filter that was asked for counts as retained;
 * - for the others, where a filter is asked for again meanwhile: what has been retained since it was first asked for
 *   comes to those who waited then as well, once more.
 */
export class Replays {
  readonly #clock: Clock;
  /** Filters that were asked for since nothing was to come any more. */
  readonly #filters = new Set<WireFilter>();
  /** By topicKey. */
  readonly #seen = new Map<string, Seen>();
  #round = 0;
  #firstRound = 0;
  #openUntil = 0;
  #timer: Timer | undefined;
  /** By topicKey, the fingerprints of messages with the flag for which nobody had asked. */
  readonly #unasked = new Map<string, string>();
  /** The broker has been caught passing the flag on. */
  #saysNothing = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whether more may come for those who have asked. */
  get areAwaited(): boolean {
    return this.#filters.size > 0;
  }

  /** SUBSCRIBEs are about to be sent. @returns by what {@link receivers} knows for whom */
  begin(filters: readonly WireFilter[]): number {
    this.#round += 1;
    if (this.#filters.size === 0) this.#firstRound = this.#round;
    for (const filter of filters) this.#filters.add(filter);
    this.#keepOpen();
    this.#timer ??= this.#clock.after(OPEN_FOR, () => this.#closeIfQuiet());
    return this.#round;
  }

  /** For whom a message with the flag is. */
  receivers({ topic, payload }: ReceivedMessage, { filters, listeners, live }: Targets): readonly Listener[] {
    if (this.#saysNothing) return live;
    const key = topicKey(topic);
    const print = fingerprint(payload);
    if (!filters.some((filter) => this.#filters.has(filter))) {
      this.#noteUnasked(key, print);
      return live;
    }
    const seen = this.#seen.get(key);
    const after = seen?.round ?? this.#firstRound - 1;
    const waiting = listeners.filter((listener) => listener.hasAskedAfter(after));
    this.#remember(key, { round: this.#round, fingerprint: print });
    if (waiting.length > 0 || seen === undefined || seen.fingerprint === print) return waiting;
    this.#noteUnasked(key, print);
    return live;
  }

  /** The connection is gone, and with it what was to come. */
  end(): void {
    this.#close();
    this.#unasked.clear();
    this.#saysNothing = false;
  }

  /** What was asked for may come so late that we have given it up, but not with two values for one topic. */
  #noteUnasked(key: string, print: string): void {
    const before = this.#unasked.get(key);
    if (before !== undefined && before !== print) this.#saysNothing = true;
    if (this.#unasked.size >= MOST_TOPICS && before === undefined) this.#unasked.clear();
    this.#unasked.set(key, print);
  }

  #remember(key: string, seen: Seen): void {
    if (this.#seen.size >= MOST_TOPICS && !this.#seen.has(key)) this.#seen.clear();
    this.#seen.set(key, seen);
    this.#keepOpen();
  }

  #keepOpen(): void {
    this.#openUntil = this.#clock.now() + OPEN_FOR;
  }

  #closeIfQuiet(): void {
    const left = this.#openUntil - this.#clock.now();
    if (left <= 0) this.#close();
    else this.#timer = this.#clock.after(left, () => this.#closeIfQuiet());
  }

  #close(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#filters.clear();
    this.#seen.clear();
  }
}
