/**
 * A broker as an editor shows it, deployed or not: what is to be tried or listened to. Properties are as the saved flow
 * would hold them.
 */
export interface BrokerDraft {
  /** Of the config node. A new one isn't known to the runtime yet. */
  readonly id: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** What was typed in. Absent: as it is stored, for the addresses that are deployed; an empty text: none. */
  readonly credentials: {
    readonly username?: string;
    readonly password?: string;
    /** JSON object of header names and values. */
    readonly websocketHeaders?: string;
  };
  /**
   * The editor was told that a password is stored. The runtime need not have it for this broker: a converted node keeps
   * its id, and its password is another type's until it is deployed.
   */
  readonly hasStoredPassword?: boolean;
}
