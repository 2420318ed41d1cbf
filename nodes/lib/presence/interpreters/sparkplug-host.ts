import type { Finding, Report } from "../evidence";
import type { Interpreter, TopicPlace } from "./interpreter";
import type { ObservedMessage } from "../observed-message";
import { DeviceMemory } from "./device-memory";
import { JsonFields } from "./json-fields";
import { reportFinding } from "./report-finding";

/** What a host application says of itself. */
interface HostStatement {
  readonly isOnline: boolean;
  /** Milliseconds since 1970 when it connected, or said goodbye; undefined if it doesn't tell. */
  readonly timestamp: number | undefined;
}

/** What has been heard of a host application: milliseconds since 1970, on its clock. */
interface HostTimes {
  readonly newest: number;
  readonly birth: number | undefined;
}

/** What Sparkplug 2.2 knows ("SCADA/IIoT Host Birth and Death Certificates"). */
const LEGACY: ReadonlyMap<string | undefined, HostStatement> = new Map([
  ["ONLINE", { isOnline: true, timestamp: undefined }],
  ["OFFLINE", { isOnline: false, timestamp: undefined }],
]);

/**
 * Reads what Sparkplug's host applications say of themselves: `spBv1.0/STATE/host` with a time stamp (Sparkplug 3.0,
 * 4.2.3 and 5.13), by which an older message doesn't count, as the will of a connection that the host has already
 * replaced; and `STATE/host` of Sparkplug 2.2.
 */
export class SparkplugHost implements Interpreter {
  readonly #times = new DeviceMemory<HostTimes>();

  read({ payload, text, retain }: ObservedMessage, { device }: TopicPlace): readonly Finding[] {
    if (payload.length === 0) {
      this.forget(device);
      return [{ device, evidence: { kind: "removed" } }];
    }
    const statement = LEGACY.get(text?.trim()) ?? statementOf(JsonFields.of(text));
    if (statement === undefined) return [{ device, evidence: { kind: "unclear" } }];
    const times = this.#times.get(device);
    const { isOnline, timestamp } = statement;
    if (timestamp !== undefined) {
      if (times !== undefined && timestamp < times.newest) return [];
      this.#times.set(device, { newest: timestamp, birth: isOnline ? timestamp : times?.birth });
    }
    if (isOnline) return [reportFinding(device, "online", "reported")];
    return [reportFinding(device, "offline", reasonOf(timestamp, times?.birth, retain))];
  }

  forget(device: string): void {
    this.#times.delete(device);
  }

  /** Our own connection is lost, and the broker will say again what holds. */
  lost(): void {
    this.#times.clear();
  }
}

function statementOf(fields: JsonFields | undefined): HostStatement | undefined {
  const isOnline = fields?.flag("online");
  return isOnline === undefined ? undefined : { isOnline, timestamp: fields?.number("timestamp") };
}

/**
 * A will has the time stamp of the birth [tck-id-host-topic-phid-birth-payload-timestamp], a goodbye that of the moment
 * [tck-id-host-topic-phid-death-payload-disconnect-clean]. What the broker has kept may be the will of a connection
 * whose birth we have not seen.
 */
function reasonOf(timestamp: number | undefined, birth: number | undefined, isReplay: boolean): Report["reason"] {
  if (timestamp === undefined || birth === undefined) return "reported";
  if (timestamp === birth) return "will";
  return isReplay ? "reported" : "clean";
}
