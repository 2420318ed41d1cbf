import { type ErrorCode, MqttNodeError } from "../errors";

/** An error on its way to an editor, which has the sentences: no stack, no cause, no secret. */
export interface Problem {
  readonly code: ErrorCode;
  /** What the sentence is filled with. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** What of an error an editor is told. */
export function problemOf(error: unknown): Problem {
  const { code, values } = MqttNodeError.from(error);
  return { code, values };
}
