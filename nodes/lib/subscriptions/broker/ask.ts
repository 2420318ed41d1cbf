import type { QoS } from "../../messages/qos";
import type { Asking } from "../listener";
import type { Answer, AskedOptions } from "./standing";
import type { WireFilter } from "../wire-filter";

/** One filter of a SUBSCRIBE. */
export class Ask {
  readonly filter: WireFilter;
  /** The filters it is asked for: itself, and those it covers. */
  readonly members: readonly WireFilter[];
  readonly options: AskedOptions;
  #asking: Asking | undefined;

  /** @param maximumQos the highest that the server grants */
  constructor(filter: WireFilter, members: readonly WireFilter[], maximumQos: QoS, knowsRetainAsPublished: boolean) {
    this.filter = filter;
    this.members = members;
    const { noLocal } = filter;
    const retainAsPublished = knowsRetainAsPublished && filter.retainAsPublished;
    this.options = { qos: lower(highestQos(members), maximumQos), noLocal, retainAsPublished };
  }

  get pattern(): string {
    return this.filter.pattern;
  }

  /** Whether anybody waits for retained messages. */
  get withRetained(): boolean {
    return this.members.some(({ wantsRetained }) => wantsRetained);
  }

  /** What else goes out in the same packet has the same options, which hold for all of it. */
  get kind(): string {
    const { qos, noLocal, retainAsPublished } = this.options;
    return [qos, noLocal, retainAsPublished, this.withRetained].join();
  }

  /** Whether nothing has to be asked: the broker has been asked before. */
  get isMade(): boolean {
    return this.filter.standing.isAskedWith(this.options, !holdAcknowledgements(this.members));
  }

  /** The SUBSCRIBE goes out. */
  sent(asking: Asking): void {
    this.#asking = asking;
    this.filter.standing.ask(this.options, asking.identifier);
    for (const member of this.members) member.ask(asking);
  }

  /** Nothing came of it. */
  failed(): void {
    for (const member of this.members) member.askAgain(this.#asking);
  }

  /** Tells those it is asked for what was answered. */
  tell(): void {
    for (const member of this.members) member.tell(answerTo(member, this.filter));
  }
}

/** A filter may be asked for in the place of another: the one's answer holds for the other, which may have its own. */
export function answerTo(member: WireFilter, cover: WireFilter): Answer | undefined {
  const { answer, isAwaited, isRefused } = member.standing;
  return isAwaited || isRefused ? answer : cover.standing.answer;
}

/** Of a filter whose messages may wait for their acknowledgement, which QoS 2 doesn't allow, at most 1. */
function highestQos(members: readonly WireFilter[]): QoS {
  const highest = members.reduce<QoS>((most, { qos }) => (qos > most ? qos : most), 0);
  return holdAcknowledgements(members) ? lower(highest, 1) : highest;
}

function holdAcknowledgements(members: readonly WireFilter[]): boolean {
  return members.some(({ acknowledges }) => acknowledges);
}

function lower(a: QoS, b: QoS): QoS {
  return a < b ? a : b;
}
