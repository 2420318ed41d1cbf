import type { KnownTopic } from "../known/known-topics";
import type { PayloadForm } from "../known/payload-form";

/** What a field's topics suggest for the other fields of an `mqtt-in`. */
export interface ImpliedSettings {
  /** Undefined where the payloads differ, or aren't known. */
  readonly datatype: "json" | "utf8" | "buffer" | undefined;
  readonly qos: "1";
}

const DATATYPES: Readonly<Record<PayloadForm, ImpliedSettings["datatype"]>> = {
  json: "json",
  text: "utf8",
  binary: "buffer",
  empty: undefined,
};

/** @param topics those that the field's filter matches; none: nothing is known */
export function impliedSettings(topics: readonly KnownTopic[]): ImpliedSettings | undefined {
  if (topics.length === 0) return undefined;
  const [datatype, ...others] = new Set(topics.map(({ form }) => DATATYPES[form]));
  // A survey subscribes with QoS 0, and the broker sends with no more than that [MQTT-3.8.4-8]: what QoS the publisher
  // chose can't be seen. With QoS 1 nothing is lost on the way to us.
  return { datatype: others.length === 0 ? datatype : undefined, qos: "1" };
}
