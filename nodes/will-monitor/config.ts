import { choice, flag, integer, json, text, type ValuesOf } from "../lib/config/field";
import { CONVENTIONS } from "../lib/presence/conventions/conventions";

/** `auto` watches the well-known topics and decides by payload; `custom` is a pattern of the user's own. */
export const CONVENTION_CHOICES: readonly string[] = ["auto", ...CONVENTIONS.map(({ id }) => id), "custom"];

/** The longest that a timer of Node.js can wait. */
const MAX_SECONDS = 2_147_483;

/** A payload as a flow file may hold it; it is compared as text. */
export type SavedPayload = string | number | boolean;

/** The saved properties of `will-monitor`. */
export const fields = {
  name: text(),
  /** Id of the `broker-config`. */
  broker: text(),
  /** How devices say whether they are there. */
  convention: choice("auto", CONVENTION_CHOICES),
  /** With `custom` a topic filter with a named wildcard, `plant/+device/state`; else the base topic, empty: the usual one. */
  topic: text(),
  /** With `custom`: payloads; both lists empty: the words that devices use most. */
  online: json<readonly SavedPayload[]>([], isPayloadList, '["running"]'),
  offline: json<readonly SavedPayload[]>([], isPayloadList, '["stopped"]'),
  /** With `custom`: path into a JSON payload, `net.mqtt.state`. */
  field: text(),
  /** Seconds that an offline must last before it is reported. */
  grace: integer(0, 0, MAX_SECONDS),
  /** Seconds of silence after which a device counts as stale; 0: silence is fine. */
  heartbeat: integer(0, 0, MAX_SECONDS),
  /** Topic filter whose traffic proves life; empty with `heartbeat`: the convention's. */
  activity: text(),
  /** Whether the roster is kept across restarts in the node's context. */
  keepRoster: flag(false),
};

/** The same, as they are read. */
export type WillMonitorConfig = ValuesOf<typeof fields>;

function isPayloadList(value: unknown): value is readonly SavedPayload[] {
  return Array.isArray(value) && value.every((each) => ["string", "number", "boolean"].includes(typeof each));
}
