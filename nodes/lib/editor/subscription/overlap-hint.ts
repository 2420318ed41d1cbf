import { SavedBroker } from "../broker/saved-broker";
import type { Hint } from "../hint-line";
import { text } from "../texts";
import type { NeighbouringTopics, Overlap } from "./neighbouring-topics";

/** What may come of a topic beside those of other nodes. MQTT 5 says for which one a message comes: then nothing. */
export function overlapHint(neighbours: NeighbouringTopics, broker: string, topic: string): Hint | undefined {
  const version = SavedBroker.find(broker)?.version;
  if (version === undefined || version === "5") return undefined;
  const overlap = neighbours.overlap(broker, topic);
  return overlap && { level: version === "older" ? "warning" : "info", text: words(overlap) };
}

function words({ topic, kind }: Overlap): string {
  if (kind === "shared") return text("mqtt-in", "hint.overlapShared", { topic });
  return text("mqtt-in", "hint.overlapCrossing", { topic });
}
