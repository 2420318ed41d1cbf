import { hasWildcard } from "../../topics/topic-filter";
import type { Hint } from "../hint-line";
import { knownFilter } from "../known-filter";
import { sharedText } from "../texts";
import { age } from "./age";
import type { BrokerTopics } from "./known/broker-topics";
import { shownPayload } from "./shown-payload";

/** Of a payload as much as a sentence can bear. */
const LONGEST = 60;

/** The last value of a plain topic and how old it is; where it has been looked for and there is none, that this is fine. */
export function lastValueHint(broker: BrokerTopics | undefined, topic: string): Hint | undefined {
  const plain = knownFilter(topic)?.pattern;
  if (broker === undefined || plain === undefined || hasWildcard(plain)) return undefined;
  const known = broker.topics.get(plain);
  if (known === undefined) {
    return broker.hasListenedFor(plain) ? { level: "info", text: sharedText("topics.nothingSeen") } : undefined;
  }
  const payload = shownPayload(known, LONGEST);
  // What came because we subscribed may be of last year.
  if (known.isRetained && known.count === 1)
    return { level: "ok", text: sharedText("topics.storedValue", { payload }) };
  return { level: "ok", text: sharedText("topics.lastValue", { payload, age: age(broker.ageOf(known)) }) };
}
