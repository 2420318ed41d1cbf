import { MqttNodeError } from "./errors";
import type { Translate } from "./texts";

/** Gives an error, and those behind it, the sentence of its code in the runtime's language. @returns the same error */
export function explain(error: MqttNodeError, translate: Translate): MqttNodeError {
  if (MqttNodeError.is(error.cause)) explain(error.cause, translate);
  error.message = translate(`errors.${error.code}`, error.values);
  return error;
}
