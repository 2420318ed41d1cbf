import { MAX_FOUR_BYTES } from "../../config/limits";
import type { ConnectSettings } from "./connect-settings";

/**
 * The settings that only MQTT 5 can carry and that are set, as the saved flow names them: before it, CONNECT has no
 * properties, and neither has a will.
 */
export function leftOutBefore5({ cleanSession, sessionExpiry, will, properties }: ConnectSettings): string[] {
  const { userProperties, ...limits } = properties;
  const isSet: Readonly<Record<string, unknown>> = {
    sessionExpiry: sessionExpiry !== (cleanSession ? 0 : MAX_FOUR_BYTES) || undefined,
    "will.delay": will?.delay === 0 ? undefined : will?.delay,
    "will.properties": will?.properties,
    ...limits,
    userProperties: Object.keys(userProperties).length > 0 || undefined,
  };
  return Object.keys(isSet).filter((name) => isSet[name] !== undefined);
}
