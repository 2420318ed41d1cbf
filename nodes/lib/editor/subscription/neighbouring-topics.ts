import { covers, intersects } from "../../topics/filter-relation";
import { isShared, type TopicFilter } from "../../topics/topic-filter";
import { knownFilter } from "../known-filter";
import type { EditorNode } from "../red";
import { savedText } from "../saved-text";

/** Another node's topic that gets some of the messages of this one's, and what that leads to with MQTT 3.1.1. */
export interface Overlap {
  /** As the other node has it. */
  readonly topic: string;
  /** `crossing`: neither has all the messages of the other; `shared`: one of the two is a shared subscription. */
  readonly kind: "crossing" | "shared";
}

/** The topics of all other nodes that receive, by their brokers: read once, since there may be thousands. */
export class NeighbouringTopics {
  readonly #filters = new Map<string, Map<string, TopicFilter>>();

  constructor(node: EditorNode) {
    for (const other of RED.nodes.filterNodes({ type: "mqtt-in" })) {
      if (other.id !== node.id && isEnabled(other)) this.#add(other);
    }
  }

  /** The first that overlaps a topic at a broker in a way that MQTT 3.1.1 can't sort out. */
  overlap(broker: string, topic: string): Overlap | undefined {
    const filter = knownFilter(topic);
    if (filter === undefined) return undefined;
    for (const [text, other] of this.#filters.get(broker) ?? []) {
      const kind = kindOf(filter, other);
      if (kind !== undefined) return { topic: text, kind };
    }
    return undefined;
  }

  #add(node: EditorNode): void {
    const { broker, topic } = node as EditorNode & { readonly broker?: unknown; readonly topic?: unknown };
    const filters = this.#filters.get(savedText(broker)) ?? new Map<string, TopicFilter>();
    this.#filters.set(savedText(broker), filters);
    const text = savedText(topic);
    const filter = filters.has(text) ? undefined : knownFilter(text);
    if (filter !== undefined) filters.set(text, filter);
  }
}

function kindOf(one: TopicFilter, other: TopicFilter): Overlap["kind"] | undefined {
  if (one.wire === other.wire || !intersects(one.pattern, other.pattern)) return undefined;
  if (isShared(one.wire) || isShared(other.wire)) return "shared";
  const isOneEnough = covers(one.pattern, other.pattern) || covers(other.pattern, one.pattern);
  return isOneEnough ? undefined : "crossing";
}

function isEnabled(node: EditorNode): boolean {
  return node.d !== true && RED.nodes.workspace(node.z)?.disabled !== true;
}
