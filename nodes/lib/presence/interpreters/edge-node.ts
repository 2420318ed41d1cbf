import type { Finding } from "../evidence";
import { reportFinding } from "./report-finding";
import type { SparkplugDevice } from "./sparkplug-device";
import type { SparkplugPayload } from "./sparkplug-payload";

/** An edge node's session and the devices behind it, as its births and deaths tell (Sparkplug 3.0, chapter 5). */
export class EdgeNode {
  /** Those behind it that are known. */
  readonly devices = new Set<SparkplugDevice>();
  readonly #name: string;
  /** Whether a session stands; undefined until a birth or a death has been seen. */
  #isAlive: boolean | undefined;
  /** The number of the session that was seen last. */
  #bdSeq: number | undefined;
  #bdSeqAlias: number | undefined;

  constructor(name: string) {
    this.#name = name;
  }

  /** What the session's NBIRTH has said may stand in the place of `bdSeq`. */
  get bdSeqAlias(): number | undefined {
    return this.#bdSeqAlias;
  }

  /** Whether there is nothing to remember it for. */
  get isUnknown(): boolean {
    return this.#isAlive === undefined && this.devices.size === 0;
  }

  /**
   * An NBIRTH: of the devices nothing is known until they are born again in this session (4.2.1.1.2). One with
   * the number of the session that stands only answers a request for rebirth
   * [tck-id-operational-behavior-data-commands-rebirth-action-3], and ends nothing.
   * @param isReplay whether the broker has kept it, which it should not have been asked to
   */
  born({ timestamp, bdSeq, bdSeqAlias }: SparkplugPayload, isReplay: boolean): Finding[] {
    const isSameSession = bdSeq !== undefined && bdSeq === this.#bdSeq;
    if (isReplay && isSameSession && this.#isAlive === false) return [];
    const isRebirth = isSameSession && this.#isAlive === true;
    this.#isAlive = true;
    this.#bdSeq = bdSeq;
    this.#bdSeqAlias = bdSeqAlias;
    const born = reportFinding(this.#name, "online", "reported");
    if (isRebirth) return [born];
    for (const device of this.devices) device.sessionBegan(timestamp);
    return [born, ...this.#deviceFindings()];
  }

  /**
   * An NDEATH, of the broker or of the node itself before it disconnects
   * [tck-id-operational-behavior-edge-node-intentional-disconnect-ndeath]: nobody can tell which. One of another session
   * than that which stands comes late, and doesn't count [tck-id-payloads-ndeath-bdseq]. Its devices are dead with it
   * [tck-id-operational-behavior-edge-node-termination-host-action-ndeath-devices-offline].
   */
  died({ bdSeq }: SparkplugPayload): Finding[] {
    const isOther = bdSeq !== undefined && this.#bdSeq !== undefined && bdSeq !== this.#bdSeq;
    if (isOther && this.#isAlive === true) return [];
    this.#isAlive = false;
    this.#bdSeq = bdSeq ?? this.#bdSeq;
    for (const device of this.devices) device.sessionEnded();
    return [reportFinding(this.#name, "offline", "reported"), ...this.#deviceFindings()];
  }

  /**
   * A DBIRTH or DDEATH of one of its devices. It proves that the session stands in which it was published
   * [tck-id-message-flow-device-birth-publish-nbirth-wait]; unless the node is dead: then it has come after that death,
   * or before the next birth, which will tell.
   */
  told(device: SparkplugDevice, state: "online" | "offline", payload: SparkplugPayload): Finding[] {
    if (device.isAfter(payload)) return [];
    device.told(state, payload);
    if (this.#isAlive === false) return [];
    return [reportFinding(device.name, state, "reported"), { device: this.#name, evidence: { kind: "sign" } }];
  }

  /** Nobody knows any more whether a session stands, and which. */
  forgetSession(): void {
    this.#isAlive = undefined;
  }

  #deviceFindings(): Finding[] {
    return Array.from(this.devices, ({ name, state }) => reportFinding(name, state, "reported"));
  }
}
