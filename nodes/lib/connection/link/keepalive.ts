import type { Clock, Timer } from "../../clock";

/** What a keepalive asks for. */
export interface KeepaliveEvents {
  /** A PINGREQ must be sent. */
  ping(): void;
  /** Nothing has come for 1.5 x keepalive, although a PINGREQ was sent. */
  silent(): void;
}

/** In parts of the keepalive: the longest silence of a peer that is there. */
const PATIENCE = 1.5;

/**
 * Sends PINGREQ and notices when the other side is gone. A PINGREQ goes out every keepalive whatever else is sent: so
 * the broker hears of us in time [MQTT-3.1.2-20], and a silent peer has half a keepalive to answer. Any byte is a sign
 * of life, also one of a packet that takes minutes to come. A keepalive of 0 sends nothing and notices nothing.
 */
export class Keepalive {
  readonly #clock: Clock;
  readonly #events: KeepaliveEvents;
  /** Milliseconds, 0 while it is off. */
  #period = 0;
  #heardAt = 0;
  #pingedAt = 0;
  #dueAt = 0;
  #timer: Timer | undefined;
  #isHeld = false;

  constructor(clock: Clock, events: KeepaliveEvents) {
    this.#clock = clock;
    this.#events = events;
  }

  /** @param seconds 0 to 65535; the server's, if it named one in CONNACK */
  start(seconds: number): void {
    this.#period = seconds * 1_000;
    this.#heardAt = this.#pingedAt = this.#clock.now();
    this.#arm();
  }

  /** Bytes came. */
  heard(): void {
    this.#heardAt = this.#clock.now();
  }

  /** We have stopped reading: silence says nothing, but the broker still wants to hear of us. */
  hold(): void {
    this.#isHeld = true;
    this.#arm();
  }

  /** Silence counts from now on. */
  release(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    this.heard();
    this.#arm();
  }

  stop(): void {
    this.#period = 0;
    this.#timer?.cancel();
  }

  #arm(): void {
    this.#timer?.cancel();
    if (this.#period === 0) return;
    const ping = this.#pingedAt + this.#period;
    this.#dueAt = this.#isHeld ? ping : Math.min(ping, this.#heardAt + this.#period * PATIENCE);
    this.#timer = this.#clock.after(this.#dueAt - this.#clock.now(), () => this.#tick());
  }

  #tick(): void {
    const now = this.#clock.now();
    // While this process was busy or asleep it could neither ask nor listen: that time is no silence of the peer's.
    this.#heardAt = Math.min(now, this.#heardAt + now - this.#dueAt);
    if (now - this.#pingedAt >= this.#period) this.#ping(now);
    if (this.#isSilent) afterReading(() => this.#decide());
    else this.#arm();
  }

  #ping(now: number): void {
    this.#pingedAt = now;
    this.#events.ping();
  }

  #decide(): void {
    if (this.#isSilent) this.#events.silent();
    else this.#arm();
  }

  get #isSilent(): boolean {
    if (this.#period === 0 || this.#isHeld) return false;
    return this.#clock.now() - this.#heardAt >= this.#period * PATIENCE;
  }
}

/** Timers come before what the socket has. The second turn has certainly looked at it, wherever the first begins. */
function afterReading(callback: () => void): void {
  setImmediate(() => setImmediate(callback));
}
