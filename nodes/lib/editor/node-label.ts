/** The longest label that a node on the canvas shows whole. */
const LONGEST = 36;
const HEAD = 16;
const TAIL = 17;

/** A topic as a node's label: a long one loses its middle, because its ends tell it from others. */
export function topicLabel(topic: string): string {
  return topic.length <= LONGEST ? topic : `${topic.slice(0, HEAD)}...${topic.slice(-TAIL)}`;
}

/** The label of a node that has a name is set in italics. */
export function labelStyle(name: unknown): string {
  return name === undefined || name === "" ? "" : "node_label_italic";
}
