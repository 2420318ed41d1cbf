import type { Patience } from "../../../nodes/lib/presence/devices/liveness";
import type { DeviceState } from "../../../nodes/lib/presence/devices/transition";

/** What is heard of a device: what it says of itself, or `sign`. */
export type Word = "online" | "offline" | "sleeping" | "unknown" | "sign";

/** With RETAIN a message is kept, and may be new where another node has asked for RETAIN as it was published. */
export type Freshness = "new" | "kept" | "either";

/** What a node takes for granted. */
export interface NaiveSettings extends Patience {
  /** Whether every device gives signs of life. */
  readonly areTalkative: boolean;
}

interface Heard {
  readonly at: number;
  readonly word: Word;
  /** The broker told how things stood when we came. */
  readonly isSnapshot: boolean;
  /** It told nothing new. */
  readonly isOld: boolean;
}

interface Before {
  readonly state: DeviceState;
  readonly since: number;
  readonly isRestored: boolean;
}

/** Our connection or the parent is back, or the parent is offline, though nothing is heard of the device itself. */
interface Turn {
  readonly at: number;
  readonly isOutOfReach: boolean;
  /** Whether it may have died since it was heard. */
  readonly mayBeDead: boolean;
}

/** A device, and all that was heard of it on this connection. */
interface NaiveDevice {
  heard: Heard[];
  turns: Turn[];
  isTalkative: boolean;
  /** Known when our connection was lost, or a parent was. */
  before: Before | undefined;
  wasStale: boolean;
  isReached: boolean;
  state: DeviceState;
  since: number;
}

/**
 * What is known of devices, found out anew after each event from all that was ever heard: slow, without a timer, and
 * for a single family.
 */
export class NaivePresence {
  /** `lamp online since 12, was unknown`, and with ` initially`. */
  readonly told: string[] = [];
  readonly #grace: number;
  readonly #heartbeat: number;
  readonly #areTalkative: boolean;
  readonly #parent: string | undefined;
  readonly #devices = new Map<string, NaiveDevice>();
  #now = 0;
  #isConnected = true;
  #wasParentOffline = false;
  #isWaiting = false;

  /** @param parent the device that reaches all others, if there is one */
  constructor({ grace, heartbeat, areTalkative }: NaiveSettings, parent: string | undefined) {
    this.#grace = grace * 1_000;
    this.#heartbeat = heartbeat * 1_000;
    this.#areTalkative = areTalkative;
    this.#parent = parent;
  }

  get states(): Record<string, DeviceState> {
    return Object.fromEntries([...this.#devices].map(([name, { state }]) => [name, state]));
  }

  hear(name: string, word: Word, freshness: Freshness): void {
    const device = this.#devices.get(name) ?? (word === "sign" ? undefined : this.#meet(name));
    if (device === undefined) return;
    const hasSpoken = this.#hasSpoken(device);
    if (freshness === "kept" && hasSpoken) return;
    const isSnapshot = freshness !== "new" && !hasSpoken;
    if (word !== "sign") this.#reach(name, device, isSnapshot);
    const isProved = device.heard.some((each) => each.word === "sign");
    const isOld = isSnapshot && (isProved || (device.before?.state ?? word) === word);
    device.heard.push({ at: this.#now, word, isSnapshot, isOld });
    if (word === "sign") this.#prove(name, device);
    this.#show(isSnapshot ? name : undefined);
  }

  remove(name: string): void {
    const device = this.#devices.get(name);
    this.#devices.delete(name);
    if (device !== undefined) this.told.push(`${name} removed since ${this.#now}, was ${device.state}`);
    this.#show();
  }

  lose(): void {
    this.#isConnected = false;
    this.#show();
    for (const device of this.#devices.values()) {
      device.heard = [];
      device.wasStale = device.before?.state === "stale";
    }
  }

  find(): void {
    this.#isConnected = true;
    this.#wasParentOffline = false;
    for (const device of this.#devices.values()) {
      device.turns = [{ at: this.#now, isOutOfReach: false, mayBeDead: device.before?.state === "online" }];
    }
    for (const [name, { wasStale }] of this.#devices) if (wasStale) this.#showOne(name, true);
  }

  restart(): void {
    for (const device of this.#devices.values()) {
      const known = device.state === "unknown" ? device.before : device;
      device.before = known === undefined ? undefined : { state: known.state, since: known.since, isRestored: true };
      device.wasStale = known?.state === "stale";
      Object.assign(device, { heard: [], isReached: false, state: "unknown", since: this.#now });
    }
    this.find();
  }

  wait(milliseconds: number): void {
    const end = this.#now + milliseconds;
    const heard = [...this.#devices.values()].flatMap((device) =>
      [...device.heard, ...device.turns].map(({ at }) => at),
    );
    const due = heard.flatMap((at) => [at + this.#grace, at + this.#heartbeat]);
    this.#isWaiting = true;
    for (const at of due.sort((one, other) => one - other)) {
      if (at <= this.#now || at > end) continue;
      this.#now = at;
      this.#show();
    }
    this.#now = end;
    this.#isWaiting = false;
  }

  /** It belongs to others before it says anything. */
  #reach(name: string, device: NaiveDevice, isSnapshot: boolean): void {
    const isOut = !device.isReached && this.#wasParentOffline && name !== this.#parent;
    if (isOut) device.turns.push({ at: this.#now, isOutOfReach: true, mayBeDead: false });
    device.isReached = true;
    this.#show(isSnapshot ? name : undefined);
  }

  /** Who gives a sign of life gives more, and what is said to be offline is there if somebody is reached by it. */
  #prove(name: string, device: NaiveDevice): void {
    device.isTalkative = true;
    const parent = this.#parent === undefined ? undefined : this.#devices.get(this.#parent);
    if (parent === undefined || name === this.#parent || !device.isReached || !parent.isReached) return;
    const said = parent.heard.findLast((each, index) => each.word !== "sign" && this.#isSaid(parent, index));
    if (said?.word === "offline") parent.heard.push({ at: this.#now, word: "sign", isSnapshot: false, isOld: false });
  }

  /** Whether something wasn't said as if it were nothing. */
  #isSaid({ heard }: NaiveDevice, index: number): boolean {
    const rest = heard.slice(index);
    const [each] = rest;
    return each !== undefined && (this.#lasts(each, rest) || rest.every(({ word }) => word === "offline"));
  }

  /** What has passed as if it were nothing was nothing. */
  #hasSpoken({ heard }: NaiveDevice): boolean {
    if (heard.at(-1)?.word === "offline") return true;
    return heard.some((each, index) => each.word !== "sign" && this.#lasts(each, heard.slice(index)));
  }

  #meet(name: string): NaiveDevice {
    const nothing = { before: undefined, wasStale: false, isReached: false, since: this.#now } as const;
    const isTalkative = this.#areTalkative && name !== this.#parent;
    const device: NaiveDevice = { ...nothing, isTalkative, heard: [], turns: [], state: "unknown" };
    this.#devices.set(name, device);
    return device;
  }

  /** Tells what is otherwise now, of the parent first. @param snapshot whose state the broker has just said */
  #show(snapshot?: string): void {
    if (this.#parent !== undefined) this.#showOne(this.#parent, this.#parent === snapshot);
    this.#turn();
    for (const name of [...this.#devices.keys()].filter((each) => each !== this.#parent)) {
      this.#showOne(name, snapshot !== undefined && [name, this.#parent].includes(snapshot));
    }
  }

  /** What was silence while the parent was offline was none of the others'. */
  #turn(): void {
    const isOffline = this.#parent !== undefined && this.#devices.get(this.#parent)?.state === "offline";
    if (isOffline === this.#wasParentOffline || !this.#isConnected) return;
    this.#wasParentOffline = isOffline;
    for (const [name, device] of this.#devices) {
      if (!device.isReached || name === this.#parent) continue;
      const mayBeDead = this.#own(device) === "online" || device.before?.state === "online";
      device.turns.push({ at: this.#now, isOutOfReach: isOffline, mayBeDead });
    }
  }

  #showOne(name: string, isSnapshot: boolean): void {
    const device = this.#devices.get(name);
    if (device === undefined) return;
    const { before } = device;
    const isOutOfReach = !this.#isConnected || this.#isParentOffline(name);
    const state = isOutOfReach && (device.isReached || !this.#isConnected) ? "unknown" : this.#own(device);
    if (state === device.state) return;
    const isKnown = state !== "unknown";
    const isNews = isKnown && before !== undefined && before.state !== state;
    const previous = isNews && before.isRestored ? before.state : device.state;
    const since = isKnown && before?.state === state ? before.since : this.#beginning(device, state);
    const isInitial = isSnapshot && !isNews;
    this.told.push(`${name} ${state} since ${since}, was ${previous}${isInitial ? " initially" : ""}`);
    if (isSnapshot && state === "stale") device.before = { state, since, isRestored: false };
    else if (isKnown) device.before = undefined;
    else if (isOutOfReach) device.before = { state: device.state, since: device.since, isRestored: false };
    Object.assign(device, { state, since });
  }

  #isParentOffline(name: string): boolean {
    return this.#parent !== undefined && name !== this.#parent && this.#devices.get(this.#parent)?.state === "offline";
  }

  /** An offline that lasts until now exactly is told for what it was. */
  #beginning({ heard }: NaiveDevice, state: DeviceState): number {
    const run = heard.slice(heard.findLastIndex(({ word }) => word !== "offline") + 1);
    const first = run.find(({ at }) => at + this.#grace === this.#now);
    return this.#isWaiting && state === "offline" && first !== undefined ? first.at : this.#now;
  }

  /** How a device stands by what was heard of it alone. */
  #own(device: NaiveDevice): DeviceState {
    const lasting = device.heard.filter((each, index) => this.#lasts(each, device.heard.slice(index)));
    const said = lasting.findLast(({ word }) => word !== "sign");
    if (said?.word === "sleeping") return "sleeping";
    const live = lasting.findLastIndex(({ word, isSnapshot }) => word !== "sign" && !isSnapshot);
    const isProved = lasting.findLastIndex(({ word }) => word === "sign") > live;
    if (said?.word === "online" || isProved) return this.#isSilent(device, lasting) ? "stale" : "online";
    if (said === undefined && this.#isSilent(device, lasting)) return "stale";
    return (said?.word ?? "unknown") as DeviceState;
  }

  /** What is said to be offline counts if it lasts, or if it is how things stood when we came. */
  #lasts({ word, at, isOld }: Heard, rest: readonly Heard[]): boolean {
    if (word !== "offline" || isOld) return true;
    const end = rest.find((each) => each.word !== "offline")?.at ?? this.#now;
    return end - at >= this.#grace;
  }

  #isSilent(device: NaiveDevice, lasting: readonly Heard[]): boolean {
    if (this.#heartbeat === 0) return false;
    const { heard, turns, wasStale, isTalkative } = device;
    const live = lasting.findLastIndex(({ word, isSnapshot }) => word === "sign" || !isSnapshot);
    if (live === -1 && wasStale) return true;
    if (!isTalkative) return false;
    const run = heard.slice(heard.findLastIndex(({ word }) => word !== "offline") + 1);
    const held = run.find((each) => !lasting.includes(each))?.at;
    const end = held ?? this.#now;
    const said = lasting.slice(Math.max(0, live)).filter(({ word }) => word !== "offline");
    const moments = [...said, ...turns].sort((one, other) => one.at - other.at);
    let since = Infinity;
    let isOut = false;
    for (const moment of moments.filter(({ at }) => at < end)) {
      if (moment.at - since >= this.#heartbeat) return true;
      const isTurn = "isOutOfReach" in moment;
      if (isTurn) isOut = moment.isOutOfReach;
      // What the broker has kept is no sign of life, but begins what nothing has begun.
      const begins = isTurn ? moment.mayBeDead : !moment.isSnapshot || since === Infinity;
      if (isOut || moment.at < (lasting[live]?.at ?? 0)) since = Infinity;
      else if (begins) since = moment.at;
    }
    return end - since >= this.#heartbeat;
  }
}
