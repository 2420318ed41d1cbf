import type { Clock } from "../../clock";
import type { ReceivedMessage } from "../../messages/received-message";
import { fingerprint } from "./fingerprint";
import { topicKey } from "./topic-key";

/** Messages of one topic and the same payload, each soon after the one before. */
interface Run {
  readonly length: number;
  readonly fingerprint: string;
  /** How many filters match the topic. */
  readonly copies: number;
  count: number;
  /** When the last one came, in milliseconds. */
  last: number;
}

/** How many runs prove that the broker sends copies. */
const PROOFS = 3;

/** Copies come together, or as soon as a lost packet is sent again: what comes later is another message. */
const LONGEST_GAP_MS = 1_000;

/** Anybody who may publish could have more going on at once. */
const MAX_RUNS = 1_000;

/**
 * Tells copies from messages. A broker before MQTT 5 may send a message once for each of our filters that match it, or
 * once in all [MQTT 3.1.1, 3.3.5]: nothing in the protocol says which, so it is learned from what comes.
 *
 * Counted are runs: messages of one topic with the same payload, each at most a second after the one before. A run
 * that has ended, with another payload or a second of silence,
 * - and is no multiple of the number of filters, proves that the broker sends no copies;
 * - and has just as many messages as there are filters, speaks for copies. A longer one says nothing, since something
 *   that sends the same again and again comes to a multiple by chance.
 *
 * After three that speak for copies, all but the first of each so many messages of a run are extra. Once a run has
 * proved that there are no copies, none is for the rest of the connection.
 *
 * So a message is extra only if the one before on its topic was the same and came within the last second. What remains:
 * - The first messages of a connection come with their copies. All do, to its end, once a copy is lost, or comes a
 *   second late, or between the copies of another message of its topic.
 * - Something that sends each message as many times as there are filters looks like a broker that sends copies, if
 *   nothing else is heard meanwhile. Its repetitions are then dropped, until the first run that proves the contrary.
 * - If a broker loses copies, as it may with QoS 0, of several equal messages in one run, so that the rest is a
 *   multiple again, the run counts as that many messages: too few by one, or by more if it lost more.
 */
export class CopyCounter {
  readonly #clock: Pick<Clock, "now">;
  /** By topicKey, the one that is silent longest first. */
  readonly #runs = new Map<string, Run>();
  #mode: "unknown" | "copies" | "single" = "unknown";
  #proofs = 0;

  constructor(clock: Pick<Clock, "now">) {
    this.#clock = clock;
  }

  /**
   * Whether a message is a further copy of the one before. To be asked once for each message that the broker sends for
   * more than one filter; a retained one that is replayed never is extra.
   * @param copies how many filters the broker has granted that match the topic. While that is uncertain, from a
   * SUBSCRIBE or UNSUBSCRIBE to its answer, 1: nothing is extra then, and nothing is learned
   */
  isExtra({ topic, payload, retain }: Pick<ReceivedMessage, "topic" | "payload" | "retain">, copies: number): boolean {
    if (this.#mode === "single" || retain) return false;
    const now = this.#clock.now();
    this.#endSilent(now);
    const key = topicKey(topic);
    const before = this.#runs.get(key);
    this.#runs.delete(key);
    if (copies < 2) return false;
    const run = { length: payload.length, fingerprint: fingerprint(payload), copies, count: 1, last: now };
    if (before !== undefined && isSame(before, run)) run.count += before.count;
    else if (before?.copies === copies) this.#end(before);
    this.#keep(key, run);
    return this.#mode === "copies" && run.count % copies !== 1;
  }

  /** The connection is a new one: its broker may be another one. */
  forget(): void {
    this.#runs.clear();
    this.#mode = "unknown";
    this.#proofs = 0;
  }

  #keep(key: string, run: Run): void {
    this.#runs.set(key, run);
    if (this.#runs.size <= MAX_RUNS) return;
    const [oldest] = this.#runs.keys();
    if (oldest !== undefined) this.#runs.delete(oldest);
  }

  #endSilent(now: number): void {
    for (const [key, run] of this.#runs) {
      if (now - run.last <= LONGEST_GAP_MS) return;
      this.#runs.delete(key);
      this.#end(run);
    }
  }

  #end({ count, copies }: Run): void {
    if (count % copies !== 0) this.#mode = "single";
    if (count === copies) this.#proofs += 1;
    if (this.#mode === "unknown" && this.#proofs >= PROOFS) this.#mode = "copies";
  }
}

function isSame(one: Run, other: Run): boolean {
  if (one.copies !== other.copies || one.length !== other.length) return false;
  return one.fingerprint === other.fingerprint;
}
