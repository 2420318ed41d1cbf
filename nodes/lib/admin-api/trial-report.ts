import type { Problem } from "./problem";

/** What stands between Node-RED and a broker; each needs the one before it. */
export const TRIAL_LAYERS = ["name", "proxy", "network", "tls", "websocket", "mqtt"] as const;

/** One of them. */
export type TrialLayer = (typeof TRIAL_LAYERS)[number];

/** How far a trial of a broker has come. */
export interface TrialReport {
  readonly isOver: boolean;
  /** One for each address and version of MQTT that was tried, in that order. */
  readonly attempts: readonly TrialAttempt[];
  /** What the broker that accepted us allows; absent while none has. */
  readonly session?: TrialSession;
  /** Why nothing could be tried, or why it was given up. */
  readonly problem?: Problem;
}

/** One CONNECT, or what became of it. */
export interface TrialAttempt {
  /** `mqtts://broker.lan:8883`, without secrets. */
  readonly address: string;
  /** 3 is MQTT 3.1, 4 is 3.1.1. */
  readonly version: 3 | 4 | 5;
  /** Every layer that this address has, in order. */
  readonly steps: readonly TrialStep[];
}

/** One layer of an attempt. */
export interface TrialStep {
  readonly layer: TrialLayer;
  readonly state: "waiting" | "under way" | "passed" | "failed" | "untried";
  /** It took, once it is over. */
  readonly milliseconds?: number;
  /** Of the host's name, as the resolver gave them. */
  readonly addresses?: readonly string[];
  /** What the server showed; also where it wasn't accepted. */
  readonly certificate?: TrialCertificate;
  /** Why it failed. */
  readonly problem?: Problem;
}

/** A server's certificate. */
export interface TrialCertificate {
  /** Common name, or organisation. */
  readonly subject: string;
  readonly issuer: string;
  /** Date, `2027-03-01`. */
  readonly validTo: string;
  /** False where the user has turned that off. */
  readonly isVerified: boolean;
}

/** What a broker said when it accepted us. */
export interface TrialSession {
  readonly address: string;
  readonly version: 3 | 4 | 5;
  readonly maximumQos: 0 | 1 | 2;
  readonly retain: boolean;
  readonly wildcards: boolean;
  readonly sharedSubscriptions: boolean;
  readonly subscriptionIdentifiers: boolean;
  /** Messages in flight, bytes, aliases, seconds; absent: the server didn't say. */
  readonly receiveMaximum?: number;
  readonly maximumPacketSize?: number;
  readonly topicAliasMaximum?: number;
  readonly keepalive?: number;
  readonly sessionExpiry?: number;
  /** Worth a thought though it works. */
  readonly warnings: readonly TrialWarning[];
}

/** What a trial warns of: see `TrialSession`. */
export type TrialWarning = "password-unencrypted" | "server-not-verified" | "older-version";
