import { MqttNodeError } from "../../errors";
import type { QoS } from "../../messages/qos";
import { hasWildcard, isShared } from "../../topics/topic-filter";
import { subscribeBytes } from "./packet-batches";

/** What a server said in CONNACK about subscriptions, or the defaults [MQTT 5, 3.2.2.3]. */
export interface SubscribeLimits {
  /** Bytes it takes in one packet; undefined for no limit. */
  readonly maximumPacketSize: number | undefined;
  /** The highest it would grant. */
  readonly maximumQos: QoS;
  /** Whether filters may have wildcards [MQTT 5, 3.2.2.3.11]. */
  readonly wildcards: boolean;
  /** Whether it knows `$share` [MQTT 5, 3.2.2.3.13]. */
  readonly sharedSubscriptions: boolean;
  /** Whether it says for which subscriptions a message comes [MQTT 5, 3.2.2.3.12]. */
  readonly subscriptionIdentifiers: boolean;
  /** Seconds that the session outlives the connection: the server's if it gave one, else ours. */
  readonly sessionExpiry: number;
}

/** Reason codes of what a server would refuse, by what it said in CONNACK [MQTT 5, 2.4]. */
const PACKET_TOO_LARGE = 0x95;
const NO_SHARED_SUBSCRIPTIONS = 0x9e;
const NO_WILDCARDS = 0xa2;

/** Why a server would refuse a filter, if it said so beforehand. */
export function refusalByLimits(
  wire: string,
  limits: SubscribeLimits,
  nameOfCode: (code: number) => string,
): MqttNodeError | undefined {
  const code = codeByLimits(wire, limits);
  return code === undefined ? undefined : refusalOf(wire, code, nameOfCode);
}

/** The error that a SUBACK code of 0x80 or more is [MQTT 5, 3.9.3]. */
export function refusalOf(filter: string, code: number, nameOfCode: (code: number) => string): MqttNodeError {
  if (code === NO_WILDCARDS) return new MqttNodeError("wildcards-not-supported", { filter });
  if (code === NO_SHARED_SUBSCRIPTIONS) return new MqttNodeError("shared-not-supported", { filter });
  return new MqttNodeError("subscribe-refused", { filter, reason: nameOfCode(code) }, { reasonCode: code });
}

function codeByLimits(wire: string, limits: SubscribeLimits): number | undefined {
  const { maximumPacketSize = Infinity, wildcards, sharedSubscriptions } = limits;
  if (subscribeBytes(wire) > maximumPacketSize) return PACKET_TOO_LARGE;
  if (!sharedSubscriptions && isShared(wire)) return NO_SHARED_SUBSCRIPTIONS;
  if (!wildcards && hasWildcard(wire)) return NO_WILDCARDS;
  return undefined;
}
