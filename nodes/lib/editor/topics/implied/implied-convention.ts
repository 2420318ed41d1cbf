import { CONVENTIONS } from "../../../presence/conventions/conventions";
import type { Convention, Reading, Watch } from "../../../presence/conventions/convention";
import { isPayloadReading, readPayload } from "../../../presence/payload/payload-reader";
import { ANY_BASE, deviceTopics } from "../../../presence/topics/device-topics";
import { covers } from "../../../topics/filter-relation";
import type { KnownTopic } from "../known/known-topics";

/** An ecosystem whose devices say on such a topic how they are. */
export interface ImpliedConvention {
  readonly convention: Convention;
  /** The base topic, where it isn't the usual one; else empty. */
  readonly base: string;
}

/** The first ecosystem that watches a topic and understands what is said there; undefined if none does. */
export function impliedConvention(known: KnownTopic): ImpliedConvention | undefined {
  for (const convention of CONVENTIONS) {
    for (const watch of convention.watches) {
      const base = baseOf(convention, watch, known);
      if (base !== undefined) return { convention, base: base === convention.base ? "" : base };
    }
  }
  return undefined;
}

/** The base topic by which a watched pattern matches, empty if it has none; undefined if it doesn't match. */
function baseOf({ base = "", isAnyBase }: Convention, watch: Watch, known: KnownTopic): string | undefined {
  const bases = isAnyBase === true ? [base, ANY_BASE] : [base];
  for (const tried of bases) {
    const topics = deviceTopics(watch, tried).find(({ filter }) => covers(filter.pattern, known.topic));
    if (topics !== undefined && isUnderstood(watch.reading, known)) return topics.place(known.topic).base;
  }
  return undefined;
}

/** Payloads that need others to be understood are taken on trust: their topics are like no others. */
function isUnderstood(reading: Reading, { payload, form, isCut }: KnownTopic): boolean {
  if (!isPayloadReading(reading)) return true;
  if (form === "binary" || isCut) return false;
  return typeof readPayload(reading, payload) !== "string";
}
