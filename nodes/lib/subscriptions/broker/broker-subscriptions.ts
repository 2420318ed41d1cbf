import type { QoS } from "../../messages/qos";
import { answerTo, Ask } from "./ask";
import { refuseConflicts } from "./conflicts";
import { coveringSet } from "./covering-set";
import type { Dispatcher } from "../dispatch/dispatcher";
import { identifierGroups } from "./identifier-groups";
import { packetBatches, type PacketRoom } from "./packet-batches";
import { refusalByLimits, refusalOf, type SubscribeLimits } from "./subscribe-limits";
import { subscribePackets, type SubscribePacket } from "./subscribe-packets";
import type { SubscribeTransport } from "./subscribe-transport";
import type { WireFilter } from "../wire-filter";

/** What is known of a broker that has accepted us. */
export interface SubscribingSession {
  readonly address: string;
  readonly protocolVersion: 3 | 4 | 5;
  readonly clientId: string;
  /** Whether the broker still knows what it was asked for before. */
  readonly sessionPresent: boolean;
  readonly limits: SubscribeLimits;
}

/** What subscribing needs that lasts longer than a connection. */
export interface SubscribingParts {
  readonly dispatcher: Dispatcher;
  /** All there are, at any moment. */
  readonly filters: () => readonly WireFilter[];
  /** Most filters in one packet; may be Infinity. */
  readonly batch: number;
  /** What a SUBACK code means, for people. */
  readonly nameOfCode: (code: number) => string;
  readonly nextIdentifier: () => number;
  /** What the broker knows of us is about to change, or has: a process after this one must know. */
  readonly record: () => void;
  /** What the broker sends messages for has changed. */
  readonly changed: () => void;
}

/** The filters to be asked for, each with those it is asked for. */
type Plan = ReadonlyMap<WireFilter, readonly WireFilter[]>;

/** A SUBACK code from here on is a refusal [MQTT 5, 3.9.3]. */
const REFUSED = 0x80;

/** What the broker of one connection is asked for. */
export class BrokerSubscriptions {
  readonly #transport: SubscribeTransport;
  readonly #session: SubscribingSession;
  readonly #parts: SubscribingParts;
  /** Without an answer. */
  readonly #pending = new Set<SubscribePacket>();
  /** UNSUBSCRIBEs without an answer. */
  #leaving = 0;
  #hasRefused = false;
  #isOver = false;

  constructor(transport: SubscribeTransport, session: SubscribingSession, parts: SubscribingParts) {
    this.#transport = transport;
    this.#session = session;
    this.#parts = parts;
  }

  /** The connection is gone. */
  end(): void {
    this.#isOver = true;
    for (const { asks } of this.#pending) for (const ask of asks) ask.failed();
  }

  /** Brings the broker up to date with who wants which filters, and them with what it answered. */
  update(): void {
    const filters = this.#parts.filters();
    this.#refuse(filters);
    const plan = this.#plan(filters.filter(({ isWanted }) => isWanted));
    this.#subscribe([...plan].flatMap(([filter, members]) => this.#asksFor(filter, members)));
    this.#unsubscribe(this.#surplus(filters, plan));
    tell(filters, plan);
    this.#parts.changed();
  }

  get #hasIdentifiers(): boolean {
    return this.#session.limits.subscriptionIdentifiers;
  }

  /** In one packet. */
  get #room(): PacketRoom {
    return { filters: this.#parts.batch, bytes: this.#session.limits.maximumPacketSize ?? Infinity };
  }

  /** What can't be asked for. */
  #refuse(filters: readonly WireFilter[]): void {
    const { protocolVersion, limits } = this.#session;
    refuseConflicts(filters, { noLocal: protocolVersion === 5, identifiers: this.#hasIdentifiers });
    for (const filter of filters) {
      const refusal = filter.isRefused ? undefined : refusalByLimits(filter.wire, limits, this.#parts.nameOfCode);
      if (refusal !== undefined) filter.standing.answered(refusal);
    }
  }

  /**
   * With identifiers each filter stands for itself; without them a message may come once for each that it matches, so
   * they are as few as possible.
   */
  #plan(filters: readonly WireFilter[]): Plan {
    if (this.#hasIdentifiers) return new Map(filters.map((filter) => [filter, [filter]]));
    const { protocolVersion, limits } = this.#session;
    const plan = new Map<WireFilter, WireFilter[]>();
    for (const [filter, cover] of coveringSet(filters, limits.sessionExpiry > 0, protocolVersion === 5)) {
      const members = plan.get(cover);
      if (members === undefined) plan.set(cover, [filter]);
      else members.push(filter);
    }
    return plan;
  }

  /** One that is covered may have to be asked for as well, to bring retained messages to who is new. */
  #asksFor(filter: WireFilter, members: readonly WireFilter[]): Ask[] {
    if (filter.isRefused) return [];
    const whole = this.#ask(filter, members);
    if (filter.wantsRetained || !whole.isMade) return [whole];
    const waiting = members.filter((member) => member.wantsRetained && !member.isRefused);
    return waiting.map((member) => this.#ask(member, [member]));
  }

  #ask(filter: WireFilter, members: readonly WireFilter[]): Ask {
    return new Ask(filter, members, this.#session.limits.maximumQos, this.#session.protocolVersion === 5);
  }

  #subscribe(asks: readonly Ask[]): void {
    if (asks.length === 0) return;
    const round = this.#parts.dispatcher.subscribing(asks.map(({ filter }) => filter));
    const groups = this.#hasIdentifiers ? identifierGroups(asks) : [asks];
    const packets = groups.flatMap((group) => {
      const identifier = this.#hasIdentifiers ? this.#parts.nextIdentifier() : undefined;
      return subscribePackets(group, { round, identifier }, this.#room);
    });
    this.#parts.record();
    for (const packet of packets) this.#send(packet);
  }

  #send(packet: SubscribePacket): void {
    this.#pending.add(packet);
    this.#transport.subscribe(packet.request, (codes) => {
      if (!this.#isOver && codes.length > 0) this.#answered(packet, codes);
    });
  }

  #answered(packet: SubscribePacket, codes: readonly number[]): void {
    const { asks } = packet;
    this.#pending.delete(packet);
    for (const [index, ask] of asks.entries()) this.#answer(ask, codes[index] ?? REFUSED);
    const refused = asks.filter(({ filter }) => filter.isRefused);
    if (refused.length > 0) this.#hasRefused = true;
    if (this.#pending.size === 0 && this.#hasRefused) this.#recordRefusals();
    // With many packets on their way, what follows can wait for the last; but not for those who were covered.
    if (this.#pending.size === 0 || refused.some(({ members }) => members.length > 1)) return this.update();
    this.#parts.changed();
    for (const ask of asks) ask.tell();
  }

  #recordRefusals(): void {
    this.#hasRefused = false;
    this.#parts.record();
  }

  #answer(ask: Ask, code: number): void {
    const { filter } = ask;
    if (code < REFUSED) return filter.standing.answered(code as QoS);
    filter.standing.answered(refusalOf(filter.wire, code, this.#parts.nameOfCode));
    ask.failed();
  }

  /**
   * What the broker needn't send for any more. Where one filter may come in the place of others, nothing is given up
   * before it has been granted.
   */
  #surplus(filters: readonly WireFilter[], plan: Plan): WireFilter[] {
    if (!this.#hasIdentifiers && this.#pending.size > 0) return [];
    return filters.filter((filter) => filter.standing.isAtBroker && !filter.standing.isLeaving && !plan.has(filter));
  }

  #unsubscribe(filters: readonly WireFilter[]): void {
    for (const batch of packetBatches(filters, ({ wire }) => wire, this.#room)) {
      for (const filter of batch) filter.standing.leave();
      this.#leaving += 1;
      this.#transport.unsubscribe(
        batch.map(({ wire }) => wire),
        () => {
          if (!this.#isOver) this.#left(batch);
        },
      );
    }
  }

  #left(filters: readonly WireFilter[]): void {
    for (const filter of filters) filter.standing.left();
    this.#leaving -= 1;
    // The same, with many of them.
    if (this.#leaving > 0) return this.#parts.changed();
    this.#parts.record();
    // What it met, without identifiers, can be had now.
    this.update();
  }
}

/** Who is covered is told what was answered to the filter in whose place it is asked. */
function tell(filters: readonly WireFilter[], plan: Plan): void {
  for (const filter of filters) filter.tell(undefined);
  for (const [cover, members] of plan) {
    for (const member of members) member.tell(answerTo(member, cover));
  }
}
