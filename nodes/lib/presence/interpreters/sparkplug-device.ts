import type { ReportedState } from "../evidence";
import type { SparkplugPayload } from "./sparkplug-payload";

/** Sequence numbers are taken modulo this: of two, the one that is less than half of it ahead is later. */
const SEQUENCE = 256;

/** A device behind an edge node, as it was last told. */
export class SparkplugDevice {
  readonly name: string;
  #state: ReportedState = "unknown";
  /** Its last message in the session of its node; undefined if it had none, or the session is over. */
  #last: SparkplugPayload | undefined;

  constructor(name: string) {
    this.name = name;
  }

  get state(): ReportedState {
    return this.#state;
  }

  /** A DBIRTH or DDEATH says so. */
  told(state: ReportedState, payload: SparkplugPayload): void {
    this.#state = state;
    this.#last = payload;
  }

  /** Its node's session is over. */
  sessionEnded(): void {
    this.#state = "offline";
    this.#last = undefined;
  }

  /** Its node has begun a session: what was told before is out of date, unless it has only overtaken the node's birth. */
  sessionBegan(since: number | undefined): void {
    const told = this.#last?.timestamp;
    if (told === undefined || since === undefined || told < since) this.#state = "unknown";
    this.#last = undefined;
  }

  /**
   * Whether a message was published before the one that was told last [tck-id-payloads-ddeath-seq-number]: its time
   * stamp and its number must both say so, as a clock may be set back, and numbers begin again.
   */
  isAfter({ timestamp, seq }: SparkplugPayload): boolean {
    const last = this.#last;
    if (last?.timestamp === undefined || timestamp === undefined) return false;
    if (last.seq === undefined || seq === undefined) return false;
    return timestamp < last.timestamp && (last.seq - seq + SEQUENCE) % SEQUENCE < SEQUENCE / 2;
  }
}
