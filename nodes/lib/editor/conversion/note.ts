type Nothing = Readonly<Record<string, never>>;

/**
 * What a conversion changes, can't carry over, or leaves to the user: each code with the values its sentence is filled
 * with. The sentences stand in the catalogue of `broker-config` under `remark`.
 */
export interface NoteValues {
  // Brokers
  "address-invalid": Nothing;
  "address-environment": { name: string };
  "encryption-ignored": Nothing;
  "server-not-verified": Nothing;
  "client-id-missing": Nothing;
  "client-id-shared": { clientId: string };
  "session-not-kept": Nothing;
  unsubscribes: Nothing;
  "stays-subscribed": Nothing;
  "user-properties-inherited": Nothing;
  "login-unknown": Nothing;

  // Nodes
  "broker-missing": Nothing;
  "broker-environment": { name: string };
  "retained-environment": { name: string };
  "topic-template": Nothing;
  "user-properties-merged": Nothing;

  // Either
  "user-properties-invalid": { property: string };
  "value-invalid": { property: string; value: string };
  placeholder: { property: string; name: string };
}

/** One sentence about one node. */
export type Note = { [C in keyof NoteValues]: { readonly code: C; readonly values: NoteValues[C] } }[keyof NoteValues];

/** The settings of a node of ours that were made of a built-in node's, and what is to be said about them. */
export interface Converted {
  /** All that its type saves, but for the id of a broker. */
  readonly properties: Readonly<Record<string, unknown>>;
  readonly notes: readonly Note[];
}
