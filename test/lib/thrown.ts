import assert from "node:assert/strict";
import { MqttNodeError } from "../../nodes/lib/errors";

/** The error of ours that a call throws. */
export function thrown(call: () => unknown): MqttNodeError {
  let returned: unknown;
  try {
    returned = call();
  } catch (error) {
    if (error instanceof MqttNodeError) return error as MqttNodeError;
    throw error;
  }
  assert.fail(`nothing was thrown, but ${JSON.stringify(returned)} returned`);
}

/** The code and the values of the error that a call throws. */
export function refusal(call: () => unknown): { code: string; values: object } {
  const { code, values } = thrown(call);
  return { code, values };
}
