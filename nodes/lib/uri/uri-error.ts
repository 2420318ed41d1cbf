import { MqttNodeError, type ErrorCode, type ErrorValues } from "../errors";

/** What is behind an error in a broker URI, for flows and for the editor: Catch nodes get it as `msg.error.cause`. */
export interface UriErrorCause {
  /** The character it is about, counted from 1 in the text that was parsed, or in the part that was given. */
  readonly column?: number;
  /** What to write instead. */
  readonly hint?: string;
  /** The part of a broker's address that it is about, where the address was given as parts. */
  readonly part?: string;
  /** Which one of several addresses it is about, counted from 0. */
  readonly index?: number;
}

/** An error with its cause. Neither the values nor the cause may hold any of a user name or password. */
export function uriError<C extends ErrorCode>(code: C, values: ErrorValues[C], cause: UriErrorCause): MqttNodeError<C> {
  return new MqttNodeError(code, values, cause);
}

/**
 * Does something, and says more about where an error in a broker URI comes from.
 * @throws the same error with `where` added to its cause
 */
export function locating<T>(where: UriErrorCause, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const { code, values, cause } = MqttNodeError.from(error);
    throw new MqttNodeError(code, values, cause instanceof Error ? cause : { ...(cause as UriErrorCause), ...where });
  }
}
