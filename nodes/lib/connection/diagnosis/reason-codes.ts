import type { Packet } from "mqtt";
import { oneLine } from "../../texts";

/** Reason codes of MQTT 5 [MQTT 5, 2.4], and the return codes of 3.1.1 below 6, as the specification names them. */
const NAMES: Readonly<Record<number, string>> = {
  1: "unacceptable protocol version",
  2: "identifier rejected",
  3: "server unavailable",
  4: "bad user name or password",
  5: "not authorized",
  128: "unspecified error",
  129: "malformed packet",
  130: "protocol error",
  131: "implementation specific error",
  132: "unsupported protocol version",
  133: "client identifier not valid",
  134: "bad user name or password",
  135: "not authorized",
  136: "server unavailable",
  137: "server busy",
  138: "banned",
  139: "server shutting down",
  140: "bad authentication method",
  141: "keep alive timeout",
  142: "session taken over",
  143: "topic filter invalid",
  144: "topic name invalid",
  145: "packet identifier in use",
  146: "packet identifier not found",
  147: "receive maximum exceeded",
  148: "topic alias invalid",
  149: "packet too large",
  150: "message rate too high",
  151: "quota exceeded",
  152: "administrative action",
  153: "payload format invalid",
  154: "retain not supported",
  155: "QoS not supported",
  156: "use another server",
  157: "server moved",
  158: "shared subscriptions not supported",
  159: "connection rate exceeded",
  160: "maximum connect time",
  161: "subscription identifiers not supported",
  162: "wildcard subscriptions not supported",
};

/** The specification's name of a reason code, or the number. */
export function reasonName(code: number): string {
  return NAMES[code] ?? `reason code ${code}`;
}

/** The longest reason that is shown. */
const MAX_REASON = 200;

/** What the server says in words about a reason code [MQTT 5, 3.2.2.3.9 and its like], fit for a line of a log. */
export function reasonStringOf(packet: Packet): string | undefined {
  const { reasonString } = (packet as { properties?: { reasonString?: string } }).properties ?? {};
  const line = oneLine(reasonString ?? "").trim();
  if (line === "") return undefined;
  return line.length > MAX_REASON ? `${line.slice(0, MAX_REASON)}...` : line;
}
