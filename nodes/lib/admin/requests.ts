import type { BrokerDraft } from "../admin-api/broker-draft";
import { isPlainObject } from "../config/plain-object";
import { MqttNodeError } from "../errors";

const DRAFT_SHAPE = '{"id": "...", "properties": {...}, "credentials": {...}}';

/** All topics but those that begin with `$` [MQTT-4.7.2-1]. */
const EVERYTHING = "#";

const CREDENTIALS: readonly string[] = ["username", "password", "websocketHeaders"];

/**
 * Reads what an editor wants to have tried.
 * @throws MqttNodeError `request-invalid`
 */
export function readTrialRequest(body: unknown): BrokerDraft {
  if (isDraft(body)) return body;
  throw new MqttNodeError("request-invalid", { expected: DRAFT_SHAPE });
}

/**
 * Reads what an editor wants to listen to.
 * @throws MqttNodeError `request-invalid`
 */
export function readSurveyRequest(body: unknown): { broker: BrokerDraft; filter: string } {
  const { broker, filter = EVERYTHING } = isPlainObject(body) ? body : {};
  if (isDraft(broker) && typeof filter === "string") return { broker, filter };
  throw new MqttNodeError("request-invalid", { expected: `{"broker": ${DRAFT_SHAPE}, "filter": "${EVERYTHING}"}` });
}

/** Which report of a survey came last: what isn't a number counts as none, so that everything is told. */
export function readVersion(since: unknown): number {
  return typeof since === "string" ? Number(since) || 0 : 0;
}

function isDraft(value: unknown): value is BrokerDraft {
  if (!isPlainObject(value)) return false;
  const { id, properties, credentials, hasStoredPassword = false } = value;
  return (
    typeof id === "string" &&
    typeof hasStoredPassword === "boolean" &&
    isPlainObject(properties) &&
    areCredentials(credentials)
  );
}

function areCredentials(credentials: unknown): boolean {
  if (!isPlainObject(credentials)) return false;
  return Object.entries(credentials).every(([name, value]) => CREDENTIALS.includes(name) && typeof value === "string");
}
