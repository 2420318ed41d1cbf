import type { ObservedMessage } from "../../../nodes/lib/presence/observed-message";
import { Presence } from "../../../nodes/lib/presence/presence";
import type { PresenceSettings } from "../../../nodes/lib/presence/presence-settings";
import type { RosterEntry } from "../../../nodes/lib/presence/devices/roster";
import type { Transition } from "../../../nodes/lib/presence/devices/transition";
import { ManualClock } from "../../support/manual-clock";
import { FakeHost } from "./fake-host";
import { HOUSE } from "./house";

/** What a node is to watch, by default the devices of {@link HOUSE}. */
export function settingsOf(settings: Partial<PresenceSettings> = {}): PresenceSettings {
  const { heartbeat = 0 } = settings;
  return {
    conventions: [HOUSE],
    isAuto: false,
    base: "",
    activity: "",
    isSilenceNoticed: heartbeat > 0,
    areTalkative: true,
    grace: 0,
    heartbeat,
    ...settings,
  };
}

/** A message as it comes from the broker. */
export function message(topic: string, payload: string | Uint8Array, retain = false): ObservedMessage {
  const text = typeof payload === "string" ? payload : undefined;
  return { topic, payload: Buffer.from(payload), text, retain };
}

/** A clock that somebody sets, back or forth. */
export class WallClock extends ManualClock {
  /** Milliseconds. */
  set = 0;

  override date(): number {
    return super.date() + this.set;
  }
}

/** A presence with a connection that stands, and what its node was told. */
export class PresenceBench {
  readonly clock: ManualClock;
  readonly host = new FakeHost();
  readonly presence: Presence;

  /** @param stored the roster of before a restart */
  constructor(settings: Partial<PresenceSettings> = {}, stored?: unknown, clock = new ManualClock()) {
    this.clock = clock;
    this.presence = new Presence(settingsOf(settings), this.host, this.clock);
    if (stored !== undefined) this.presence.restore(stored);
    this.presence.connected();
  }

  /** Something is published, by default the state of a device of {@link HOUSE}. */
  live(place: string, payload: string | Uint8Array): void {
    this.presence.receive(message(topicOf(place), payload));
  }

  /** What the broker retains comes, since we have subscribed. */
  retained(place: string, payload: string | Uint8Array): void {
    this.presence.receive(message(topicOf(place), payload, true));
  }

  /** Something comes with RETAIN while another node has asked for RETAIN as it was published: it may be either. */
  either(place: string, payload: string | Uint8Array): void {
    this.presence.receive(message(topicOf(place), payload, true), true);
  }

  /** The broker answers what it was asked for. */
  kept(place: string, payload: string | Uint8Array, retain = true): void {
    this.presence.receiveKept(message(topicOf(place), payload, retain));
  }

  /** Traffic that proves life. */
  data(device: string): void {
    this.presence.receive(message(`house/${device}/data`, "21.5"));
  }

  /** Our own connection is lost, and comes back after some seconds. */
  interrupt(seconds = 1): void {
    this.presence.lost();
    this.wait(seconds);
    this.presence.connected();
  }

  wait(seconds: number): void {
    this.clock.advance(seconds * 1_000);
  }

  /** The transitions since they were last taken: `lamp online reported`, `lamp online reported initial`. */
  take(): string[] {
    return this.takeTransitions().map(({ device, state, reason, initial }) =>
      [device, state, reason, ...(initial ? ["initial"] : [])].join(" "),
    );
  }

  takeTransitions(): Transition[] {
    return this.host.transitions.splice(0);
  }

  /** The only transition since they were last taken. */
  takeOne(): Transition {
    const transitions = this.takeTransitions();
    const [transition] = transitions;
    if (transition === undefined || transitions.length > 1) throw new Error(`${transitions.length} transitions`);
    return transition;
  }

  /** How a device stands; undefined if it isn't there. */
  stateOf(device: string): RosterEntry["state"] | undefined {
    return this.entryOf(device)?.state;
  }

  entryOf(device: string): RosterEntry | undefined {
    const { devices } = this.presence.list();
    return Object.hasOwn(devices, device) ? devices[device] : undefined;
  }
}

function topicOf(place: string): string {
  return place.includes("/") ? place : `house/${place}/state`;
}
