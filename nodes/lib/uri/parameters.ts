import { choice, flag, integer, text, type ValuesOf } from "../config/field";
import { MAX_FOUR_BYTES, MAX_TWO_BYTES } from "../config/limits";
import { MqttNodeError } from "../errors";

/** Settings that a broker URI may carry as query parameters; times are seconds, `clean` is Clean Start in MQTT 5. */
const FIELDS = {
  clientId: text(),
  keepalive: integer(undefined, 0, MAX_TWO_BYTES),
  clean: flag(undefined),
  sessionExpiry: integer(undefined, 0, MAX_FOUR_BYTES),
  protocolVersion: choice(undefined, ["5", "4", "3"]),
  connectTimeout: integer(undefined, 1, 3_600),
};

/** The settings in one URI; they win over the fields of `broker-config`. */
export type UriParameters = Partial<ValuesOf<typeof FIELDS>>;

/**
 * Reads the query of a broker URI. Unknown names are left alone: a WebSocket server may want them.
 * @throws MqttNodeError `uri-bad-parameter`
 */
export function parseParameters(query: string): UriParameters {
  const known = [...new URLSearchParams(query)].filter(([name]) => Object.hasOwn(FIELDS, name));
  return Object.fromEntries(known.map(([name, value]) => [name, read(name as keyof UriParameters, value)]));
}

function read(parameter: keyof UriParameters, value: string): unknown {
  try {
    return FIELDS[parameter].read(parameter, value);
  } catch {
    throw new MqttNodeError("uri-bad-parameter", { parameter, value });
  }
}
