import type { Clock, Timer } from "../../clock";
import type { ReceivedMessage } from "../../messages/received-message";

/** Who gets messages that must be acknowledged. Must not throw. */
export interface Recipient {
  deliver(message: ReceivedMessage): void;
  /** The flow has not acknowledged it within some seconds, so that it counts as failed. */
  overdue(message: ReceivedMessage, seconds: number): void;
}

/** How patient a node is with its flow. */
export interface AcknowledgementLimits {
  /** Seconds, 1 to 86400, from when a message is given to the flow. */
  readonly timeout: number;
  /** Messages that are given to the flow at a time, from 1. */
  readonly most: number;
}

interface Waiting {
  readonly message: ReceivedMessage;
  readonly recipient: Recipient;
}

interface Outstanding extends Waiting {
  /** On the clock. */
  readonly deadline: number;
}

/**
 * Messages that wait, from which on one without a receipt no longer does: nothing holds back a broker that sends QoS 0,
 * while the order between it and QoS 1 is nothing that MQTT promises [MQTT 5, 4.6].
 */
const CROWD = 1_000;

/** The messages that one node has not acknowledged. */
export class Unacknowledged {
  readonly #limits: AcknowledgementLimits;
  readonly #clock: Clock;
  /** By the ids of their receipts, in the order in which they were given to the flow: the first is due first. */
  readonly #outstanding = new Map<string, Outstanding>();
  #waiting: Waiting[] = [];
  #isGiving = false;
  #timer: Timer | undefined;

  constructor(limits: AcknowledgementLimits, clock: Clock) {
    this.#limits = limits;
    this.#clock = clock;
  }

  /** Messages that the flow has and must acknowledge. */
  get outstanding(): number {
    return this.#outstanding.size;
  }

  /** Messages behind them, which the flow doesn't have yet. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Whether the flow has as many as it may have. */
  get isFull(): boolean {
    return this.#outstanding.size >= this.#limits.most;
  }

  /**
   * Holds the message's receipt and gives the message to the recipient, in its turn and when there is room. One
   * without a receipt, of QoS 0 or 2, takes no room.
   */
  add(message: ReceivedMessage, recipient: Recipient): void {
    if (message.receipt === undefined && this.#waiting.length >= CROWD) return recipient.deliver(message);
    message.receipt?.hold();
    this.#waiting.push({ message, recipient });
    this.#give();
  }

  /** The flow has dealt with it. @returns false if no such message is outstanding: the id is stale, or none of ours */
  acknowledge(id: string): boolean {
    const entry = this.#outstanding.get(id);
    if (entry === undefined) return false;
    this.#outstanding.delete(id);
    entry.message.receipt?.release();
    this.#give();
    return true;
  }

  /** Nobody waits for the recipient's messages any more: they are acknowledged. */
  release(recipient: Recipient): void {
    for (const { message } of this.#take(recipient)) message.receipt?.release();
    this.#give();
  }

  /**
   * After a deploy a node's successor gets what its predecessor had not acknowledged, again, in order and before all
   * else. In the same node the flow still has it, and gets nothing again.
   */
  takeOver(from: Unacknowledged, predecessor: Recipient, successor: Recipient): void {
    if (from === this) return this.#rename(predecessor, successor);
    const taken = from.#take(predecessor).map(({ message }) => ({ message, recipient: successor }));
    from.#watch();
    this.#waiting = [...taken, ...this.#waiting];
    this.#give();
  }

  /**
   * The connection is gone: the broker sends all of them again on the next, but for those without a receipt, which are
   * given to their recipients.
   */
  clear(): void {
    this.#outstanding.clear();
    this.#waiting = this.#waiting.filter(({ message }) => message.receipt === undefined);
    this.#give();
  }

  /** A flow may acknowledge a message while it is given to it, which makes room for the next. */
  #give(): void {
    if (this.#isGiving) return;
    this.#isGiving = true;
    for (let next = this.#takeNext(); next !== undefined; next = this.#takeNext()) {
      const { message, recipient } = next;
      const deadline = this.#clock.now() + this.#limits.timeout * 1_000;
      if (message.receipt !== undefined) this.#outstanding.set(message.receipt.id, { ...next, deadline });
      recipient.deliver(message);
    }
    this.#isGiving = false;
    this.#watch();
  }

  #takeNext(): Waiting | undefined {
    const needsRoom = this.#waiting[0]?.message.receipt !== undefined;
    return needsRoom && this.isFull ? undefined : this.#waiting.shift();
  }

  #take(recipient: Recipient): Waiting[] {
    const isTheirs = (entry: Waiting): boolean => entry.recipient === recipient;
    const outstanding = [...this.#outstanding].filter(([, entry]) => isTheirs(entry));
    for (const [id] of outstanding) this.#outstanding.delete(id);
    const taken = [...outstanding.map(([, entry]) => entry), ...this.#waiting.filter(isTheirs)];
    this.#waiting = this.#waiting.filter((entry) => !isTheirs(entry));
    return taken;
  }

  #rename(recipient: Recipient, successor: Recipient): void {
    const renamed = <T extends Waiting>(entry: T): T =>
      entry.recipient === recipient ? { ...entry, recipient: successor } : entry;
    for (const [id, entry] of this.#outstanding) this.#outstanding.set(id, renamed(entry));
    this.#waiting = this.#waiting.map(renamed);
  }

  /** One timer, for the first. What is acknowledged in the meantime makes it come too early, never too late. */
  #watch(): void {
    const [first] = this.#outstanding.values();
    if (first === undefined) {
      this.#timer?.cancel();
      this.#timer = undefined;
      return;
    }
    this.#timer ??= this.#clock.after(first.deadline - this.#clock.now(), () => this.#expire());
  }

  #expire(): void {
    const now = this.#clock.now();
    this.#timer = undefined;
    for (const [id, { message, recipient, deadline }] of this.#outstanding) {
      if (deadline > now) break;
      this.#outstanding.delete(id);
      message.receipt?.release();
      recipient.overdue(message, this.#limits.timeout);
    }
    this.#give();
  }
}
