import type { QoS } from "../messages/qos";
import { isShared, type TopicFilter } from "../topics/topic-filter";
import { Listener, type Asking } from "./listener";
import { Standing, type Answer } from "./broker/standing";
import type { Subscriber } from "./subscriber";

/** One topic filter as the broker knows it, and everybody here who wants it. */
export class WireFilter {
  readonly wire: string;
  readonly pattern: string;
  readonly isShared: boolean;
  readonly standing = new Standing();
  readonly listeners: Listener[] = [];
  /** Who has left and may be followed by a successor, until {@link endLeavers}. */
  readonly #leavers = new Map<string, Listener>();
  /** Successors, with whom they follow. */
  readonly #followers = new Map<Listener, Listener>();

  constructor({ wire, pattern }: Pick<TopicFilter, "wire" | "pattern">) {
    this.wire = wire;
    this.pattern = pattern;
    this.isShared = isShared(wire);
  }

  /** Nobody wants it, and nobody may come back for it. */
  get isUnused(): boolean {
    return this.listeners.length === 0 && this.#leavers.size === 0;
  }

  /** Whether there is anybody for whom it can be asked. */
  get isWanted(): boolean {
    return this.#wanting.length > 0;
  }

  /** Whether the broker said no to it. */
  get isRefused(): boolean {
    return this.standing.isRefused;
  }

  /** The highest QoS that anybody wants. */
  get qos(): QoS {
    return this.#wanting.reduce<QoS>((most, { options: { qos } }) => (qos > most ? qos : most), 0);
  }

  get noLocal(): boolean {
    return this.#wanting.some(({ options }) => options.noLocal);
  }

  get retainAsPublished(): boolean {
    return this.#wanting.some(({ options }) => options.retainAsPublished);
  }

  /** Whether the acknowledgements of messages may be held. */
  get acknowledges(): boolean {
    return this.#wanting.some(({ acknowledges }) => acknowledges);
  }

  /** Whether somebody still waits for retained messages to be asked for. */
  get wantsRetained(): boolean {
    return this.listeners.some(({ wantsRetained }) => wantsRetained);
  }

  /** A successor of who just left wants no more than that one; but what was refused may be granted now. */
  add(subscriber: Subscriber): void {
    const listener = new Listener(subscriber, this);
    const leaver = this.#leavers.get(subscriber.key);
    this.listeners.push(listener);
    if (leaver === undefined || this.isRefused) listener.want();
    else listener.inherit(leaver);
    this.standing.forgetRefusal();
    if (leaver === undefined) return;
    this.#leavers.delete(subscriber.key);
    this.#followers.set(listener, leaver);
  }

  remove(subscriber: Subscriber): void {
    const index = this.listeners.findIndex((listener) => listener.subscriber === subscriber);
    const [listener] = index === -1 ? [] : this.listeners.splice(index, 1);
    if (listener === undefined) return;
    // One node may have wanted the same twice: by itself, and by message.
    const twin = this.#leavers.get(subscriber.key);
    if (twin !== undefined) this.#followers.set(listener, twin);
    this.#leavers.set(subscriber.key, listener);
  }

  /** A deploy is over: successors take over. One that is the same node, but wants something else, does so too. */
  succeed(): void {
    for (const [listener, leaver] of this.#followers) listener.subscriber.succeed(leaver.subscriber);
    this.#followers.clear();
    for (const [key, { subscriber }] of this.#leavers) {
      const heir = this.listeners.find((listener) => listener.subscriber.owner === subscriber.owner);
      if (heir === undefined) continue;
      heir.subscriber.succeed(subscriber);
      this.#leavers.delete(key);
    }
  }

  /** Who is left has left for good. */
  endLeavers(): void {
    for (const { subscriber } of this.#leavers.values()) subscriber.ended();
    this.#leavers.clear();
  }

  /** A SUBSCRIBE is sent, of this filter or of one that covers it: its answer is to be told. */
  ask(asking: Asking): void {
    for (const listener of this.listeners) {
      listener.asked(asking);
      listener.tellAgain();
    }
  }

  /** Nothing came of a SUBSCRIBE that was to bring retained messages. */
  askAgain(asking: Asking | undefined): void {
    for (const listener of this.#all) listener.askAgain(asking);
  }

  /** Says what was answered, or why nothing was asked; undefined if an answer is to come. */
  tell(answer: Answer | undefined): void {
    for (const listener of this.listeners) {
      const own = listener.refusal ?? answer;
      if (own !== undefined) listener.tell(own);
    }
  }

  /**
   * A new connection.
   * @param sessionPresent whether the broker still knows what it was asked for
   * @param isOther whether that isn't what was asked for on the connection before
   */
  connected(sessionPresent: boolean, isOther: boolean): void {
    if (!sessionPresent) this.standing.forgetSession();
    for (const listener of this.#all) {
      if (sessionPresent && !isOther) listener.wantAgain();
      else listener.want();
    }
  }

  disconnected(): void {
    this.standing.disconnected();
    for (const listener of this.#all) {
      listener.tellAgain();
      listener.subscriber.lost();
    }
  }

  /** The broker knows it from a process before this one. */
  restore(identifiers: readonly number[]): void {
    this.standing.restore(identifiers);
    for (const listener of this.listeners) {
      if (listener.subscriber.options.retained === "new") listener.hadAsked(identifiers[0]);
    }
  }

  /** With those who have left and may be followed. */
  get #all(): Listener[] {
    return [...this.listeners, ...this.#leavers.values()];
  }

  get #wanting(): Subscriber[] {
    return this.#all.filter(({ refusal }) => refusal === undefined).map(({ subscriber }) => subscriber);
  }
}
