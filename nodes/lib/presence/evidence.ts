/** What a device can say of itself. */
export type ReportedState = "online" | "offline" | "sleeping" | "unknown";

/**
 * Why it says so, as far as that can be known: `will` (the broker says it, since the device is lost) and `clean` (the
 * device has said goodbye) only where a convention tells them apart; most use the same bytes for both.
 */
export type ReportReason = "reported" | "will" | "clean";

/** A state as a device reports it. */
export interface Report {
  readonly state: ReportedState;
  readonly reason: ReportReason;
}

/** What a message tells of a device. */
export type Evidence =
  | ({ readonly kind: "report" } & Report)
  /** It is alive, and says nothing else. */
  | { readonly kind: "sign" }
  /** Its availability is no longer published: it has been renamed or taken away. */
  | { readonly kind: "removed" }
  /** Nobody knows what the payload means. */
  | { readonly kind: "unclear" }
  /** It is reached by another device, or reaches others: when the parents of a family are down, nothing is known of its children. */
  | { readonly kind: "member"; readonly family: string; readonly role: FamilyRole }
  /** It belongs to no family any more. */
  | { readonly kind: "orphan" };

/** What a device is to its family: it reaches the others, or is reached. */
export type FamilyRole = "parent" | "child";

/** What a message tells, and of which device. */
export interface Finding {
  /** Its name in its convention: `kitchen_lamp`, `plant/edge1/press`. */
  readonly device: string;
  readonly evidence: Evidence;
}
