import type { FamilyRole, ReportedState, ReportReason } from "../evidence";

/** How the devices of an ecosystem say whether they are there. */
export interface Convention {
  /** As it is saved, and as a device's name begins where several conventions are watched: `zigbee2mqtt`. */
  readonly id: string;
  /** A proper name, the same in all languages. */
  readonly name: string;
  readonly group: "home" | "industry" | "cloud";
  /** Where it is written down: page, file, clause. */
  readonly sources: readonly string[];
  /** What a user may have set in the place of `{base}` in the topics. */
  readonly base?: string;
  /** Whether the topics are unlike all others even if only `{base}` is unknown: it is then found under any first level. */
  readonly isAnyBase?: boolean;
  /** Whether `auto` leaves it out: its topics tell what others tell too, or are none that every broker lets anybody see. */
  readonly isOnlyByName?: boolean;
  readonly watches: readonly Watch[];
  /** A filter whose traffic proves life, for a node that is to notice silence. */
  readonly activity?: string;
  /** Seconds of silence after which a device is stale, where the convention says so. */
  readonly heartbeat?: number;
}

/** The topics where something is said, and how. */
export interface Watch {
  /** A filter in which `+device` is the device's name, and `{base}` the convention's base: `{base}/+device/availability`. */
  readonly topic: string;
  /** How many levels the device's name may have, from 1; absent: one. */
  readonly levels?: number;
  /** The device's name, where the topic is one device's. */
  readonly device?: string;
  /** What the device is to the others that have the same base. */
  readonly role?: FamilyRole;
  /** False where nothing is retained: nothing is known until the next event. */
  readonly isRetained?: boolean;
  readonly reading: Reading;
  /** Payloads for people to recognise it by, as they come in the wild; a test reads them. */
  readonly samples: readonly Sample[];
}

/** How a payload is read. */
export type Reading =
  /** By rules, of which the first that knows the payload counts. */
  | { readonly kind: "rules"; readonly rules: readonly PayloadRule[] }
  /** By the words that devices use most, in any case. */
  | { readonly kind: "common-words"; readonly field?: string }
  /** Any message is a sign of life. */
  | { readonly kind: "sign" }
  /** By code that knows more than one message. */
  | { readonly kind: InterpreterKind };

/** The conventions for which the payload's words alone aren't enough. */
export type InterpreterKind =
  | "aws-lifecycle"
  | "emqx-lifecycle"
  | "home-assistant-discovery"
  | "homie-description"
  | "sparkplug"
  | "sparkplug-host";

/** What payloads mean. */
export interface PayloadRule {
  /** Path into a JSON object: `state`, `net.mqtt.state`; absent: the payload as it is. */
  readonly field?: string;
  /** By the exact text, which for a JSON value is that of `String(value)`. */
  readonly states: Readonly<Record<string, Claim>>;
}

/** A state, and a reason where the convention tells. */
export type Claim = ReportedState | { readonly state: ReportedState; readonly reason: ReportReason };

/** A payload and what it means. */
export interface Sample {
  /** As text; of a binary payload a description, with `isBinary`. */
  readonly payload: string;
  readonly isBinary?: boolean;
  readonly state: ReportedState;
}
