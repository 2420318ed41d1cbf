import { Connector, type ConnectorEvents } from "../../../nodes/lib/connection/connector";
import type { ConnectionState } from "../../../nodes/lib/connection/state";
import { ManualClock } from "../../support/manual-clock";
import { FakeNetwork } from "./fake-link";
import { settingsOf } from "./settings/saved-connection";

/** A connector on a fake network, and what it reported, in order. */
export class ConnectorBench {
  readonly clock = new ManualClock();
  readonly network = new FakeNetwork();
  readonly states: ConnectionState[] = [];
  /** Whether a message of ours is to blame for what is lost. */
  isOurs = false;
  /** States in short, `+` for a link that is connected, `-` for one that is lost; and what links say of messages. */
  readonly log: string[] = [];
  readonly connector: Connector;

  /** @param saved properties of the `broker-config` */
  constructor(saved: object = {}) {
    const events: ConnectorEvents = {
      stateChanged: (state) => this.#stateChanged(state),
      connected: () => this.log.push("+"),
      lost: () => {
        this.log.push("-");
        return this.isOurs;
      },
      received: () => 0,
      acknowledged: (packetId) => this.log.push(`acknowledged ${packetId}`),
      publishReceived: (packetId) => this.log.push(`received ${packetId}`),
      writable: () => this.log.push("writable"),
    };
    this.connector = new Connector(settingsOf(saved), events, this.network.open, this.clock, () => 0.5);
  }

  /** The log since it was last taken. */
  takeLog(): string[] {
    return this.log.splice(0);
  }

  #stateChanged(state: ConnectionState): void {
    this.states.push(state);
    this.log.push(inShort(state));
  }
}

/** `connecting mqtt://a:1883 (bad-credentials)`, `waiting 1 500 (bad-credentials)`, `connected`. */
export function inShort(state: ConnectionState): string {
  switch (state.name) {
    case "connecting":
      return `connecting ${state.address}${state.cause === undefined ? "" : ` (${state.cause.code})`}`;
    case "waiting":
    case "refused":
      return `${state.name} ${state.attempt} ${state.delay} (${state.cause.code})`;
    default:
      return state.name;
  }
}
