import type { Clock } from "../clock";
import { MqttNodeError } from "../errors";
import type { Outbox } from "../outbox/outbox";
import { ConnectCommands, type CommandEnded } from "./connect-commands";
import type { Connector } from "./connector";
import type { ConnectionSettings } from "./settings/connect-settings";
import { Farewell } from "./farewell";
import type { ConnectionState } from "./state";

/** What the switch needs to know of its connection. */
export interface SwitchedConnection {
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly isUsed: () => boolean;
  /** Whether a deploy goes on: the one in whose place it comes may still be connected. */
  readonly isHeld: () => boolean;
  readonly createConnector: (settings: ConnectionSettings) => Connector;
}

/** Turns a connection on and off, by itself with its users or by command, and changes its settings in between. */
export class ConnectionSwitch {
  readonly #saved: ConnectionSettings;
  readonly #connection: SwitchedConnection;
  readonly #farewell: Farewell;
  readonly #commands = new ConnectCommands();
  #settings: ConnectionSettings;
  #connector: Connector;
  /** Come into force with the end of the present connection. */
  #next: ConnectionSettings | undefined;
  #isOn: boolean;
  #isClosed = false;
  #state: ConnectionState = { name: "closed" };

  constructor(saved: ConnectionSettings, connection: SwitchedConnection) {
    this.#saved = saved;
    this.#settings = saved;
    this.#isOn = saved.autoConnect;
    this.#connection = connection;
    this.#connector = connection.createConnector(saved);
    this.#farewell = new Farewell(connection.outbox, connection.clock, {
      mayLeave: () => !this.isWanted || this.#next !== undefined,
      closeMessage: () => this.#settings.close,
      leaving: () => this.#leaving(),
    });
  }

  /** Those in force. */
  get settings(): ConnectionSettings {
    return this.#settings;
  }

  /** Whether it is to be open. */
  get isWanted(): boolean {
    return this.#connection.isUsed() && this.#isOn && !this.#isClosed;
  }

  stateChanged(state: ConnectionState): void {
    this.#state = state;
    // While new settings wait for the old connection to end, its states say nothing about the next.
    if (this.#next === undefined) this.#commands.stateIs(state);
  }

  /** Opens the connection if it is wanted. */
  open(): void {
    if (this.#mayOpen) this.#connector.open();
  }

  /** Opens the connection, or closes it, as it is wanted. */
  settle(): void {
    if (this.isWanted) return this.open();
    this.#farewell.begin(this.#connector, () => this.#renew());
  }

  /** What the broker sends waits, unacknowledged, until {@link release}. */
  hold(): void {
    this.#connector.hold();
  }

  release(): void {
    this.#connector.release();
  }

  /**
   * Connects, whether or not it does so by itself.
   * @param settings to use from now on; without them those in force
   * @param force whether to leave a standing connection for them
   * @param ended with `already-connected` where that would be needed, or with the cause of the first failure; the
   * attempts go on then
   */
  connect(settings: ConnectionSettings | undefined, force: boolean, ended: CommandEnded): void {
    if (this.#isClosed || !this.#connection.isUsed()) return ended(new MqttNodeError("connect-cancelled", {}));
    if (settings !== undefined) return this.#connectWith(settings, force, ended);
    this.#isOn = true;
    this.#commands.add(ended);
    if (this.#farewell.isUnderWay) return;
    if (this.#state.name === "connected") this.#commands.stateIs(this.#state);
    else if (this.#mayOpen) this.#connector.openNow();
  }

  #connectWith(settings: ConnectionSettings, force: boolean, ended: CommandEnded): void {
    // One that is being left anyway needs no force.
    const isKept = this.#state.name === "connected" && this.isWanted && this.#next === undefined;
    if (isKept && !force) return ended(new MqttNodeError("already-connected", {}));
    this.#isOn = true;
    this.#next = settings;
    this.#commands.replace(ended);
    this.#farewell.begin(this.#connector, () => this.#renew());
  }

  /**
   * Disconnects until the next {@link connect}; what waits to be sent goes on waiting.
   * @param ended with `disconnect-cancelled` if that came before we had left
   */
  disconnect(ended: CommandEnded): void {
    this.#isOn = false;
    this.#commands.cancel();
    this.#farewell.begin(this.#connector, (hasLeft) => {
      this.#renew();
      ended(hasLeft ? undefined : new MqttNodeError("disconnect-cancelled", {}));
    });
  }

  /** Disconnects for good. */
  close(ended: () => void): void {
    this.#isClosed = true;
    this.#commands.cancel();
    this.#farewell.begin(this.#connector, () => ended());
  }

  get #mayOpen(): boolean {
    return this.isWanted && !this.#connection.isHeld() && !this.#farewell.isUnderWay;
  }

  /** What is left when nobody uses it has no owner any more, and must not be sent after the next birth. */
  #leaving(): void {
    if (this.#connection.isUsed() && !this.#isClosed) return;
    this.#connection.outbox.endAll(new MqttNodeError("node-closed", {}));
  }

  /** A connection has ended; there may be a next. */
  #renew(): void {
    // Who was told of it has asked for the next farewell already.
    if (this.#farewell.isUnderWay) return;
    if (!this.#connection.isUsed()) this.#forgetCommands();
    if (this.#next !== undefined) this.#use(this.#next);
    this.#next = undefined;
    this.open();
    if (this.isWanted) this.#commands.stateIs(this.#state);
    else this.#commands.cancel();
  }

  /** What messages have changed ends with the last user. */
  #forgetCommands(): void {
    this.#isOn = this.#saved.autoConnect;
    this.#next = this.#settings === this.#saved ? undefined : this.#saved;
  }

  #use(settings: ConnectionSettings): void {
    this.#settings = settings;
    this.#connector = this.#connection.createConnector(settings);
  }
}
