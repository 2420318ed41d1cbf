import type { SendLimits } from "./publish-transport";

/** What the broker has said of the session, and of itself. */
export interface SendSession {
  /** Which session it is: broker and client. */
  readonly identity: string;
  /** Whether the broker still knows what was in flight in it. */
  readonly sessionPresent: boolean;
  readonly limits: SendLimits;
}
