import type { BrokerDraft } from "../../../admin-api/broker-draft";
import { ADMIN_PATHS } from "../../../admin-api/paths";
import type { SurveyReport } from "../../../admin-api/survey-report";
import { systemClock } from "../../../clock";
import { begin, end, follow } from "../../admin";
import type { EditorNode } from "../../red";
import { savedText } from "../../saved-text";
import { BrokerTopics, type SurveyRequests } from "./broker-topics";
import { completions } from "../completions";
import { sameBroker } from "./core-broker";
import { isDeployedSo } from "./deployed-broker";
import { draftOfNode } from "./node-draft";
import type { CompletionSource } from "./other-sources";
import { SOURCE_ID, SOURCE_TYPE } from "./plugins";

const SURVEYS: SurveyRequests = {
  begin: (broker, filter) => begin(ADMIN_PATHS.surveys, { broker, filter }),
  follow: (id, since) => follow<SurveyReport>(ADMIN_PATHS.surveys, id, { since: String(since) }),
  end: (id) => end(ADMIN_PATHS.surveys, id),
};

/** What is known of a broker, and of the address it had then. */
interface Known {
  readonly address: string;
  readonly topics: BrokerTopics;
}

/**
 * Knows the topics of all brokers as long as the page lives. Each node's script is a bundle of its own, so that they
 * all find the one of `broker-config` as a plugin.
 */
export class TopicSource implements CompletionSource {
  readonly type = SOURCE_TYPE;
  readonly #brokers = new Map<string, Known>();
  /** Addresses that somebody has confirmed in this page, by the ids of their brokers. */
  readonly #confirmed = new Map<string, string>();

  /** The dialog of a broker is closed with Done. */
  confirmed(id: string, address: string): void {
    this.#confirmed.set(id, address);
  }

  /** Of a `broker-config`; undefined if there is none with this id. */
  topicsOf(id: string): BrokerTopics | undefined {
    const node = brokerNode(id);
    if (node === undefined) return undefined;
    const address = savedText((node as EditorNode & { readonly uri?: unknown }).uri);
    const before = this.#brokers.get(id);
    if (before?.address === address) return before.topics;
    const isFamiliar = (draft: BrokerDraft): boolean => this.#confirmed.get(id) === address || isDeployedSo(draft);
    const topics = new BrokerTopics(() => draftOf(id), SURVEYS, systemClock, isFamiliar);
    this.#brokers.set(id, { address, topics });
    return topics;
  }

  /**
   * For the built-in nodes, of which only one's dialog is open at a time. What was typed is among them: the editor puts
   * that first, and takes the first one on Enter and Tab.
   */
  getCompletions(value: string, { node }: { readonly node?: unknown } = {}): string[] {
    const broker = sameBroker(String($("#node-input-broker").val() ?? ""));
    const known = broker && this.topicsOf(broker.id);
    if (known === undefined) return [];
    known.ask();
    const kind = (node as Partial<EditorNode> | undefined)?.type === "mqtt out" ? "name" : "filter";
    const values = completions(known.topics, value, kind).map((completion) => completion.value);
    return values.length === 0 ? [] : [...new Set([value, ...values])];
  }
}

/** Somebody wants to be connected to a broker: has seen its address in its dialog, and pressed Done. */
export function confirmBroker(id: string, address: string): void {
  (RED.plugins.getPlugin(SOURCE_ID) as TopicSource | undefined)?.confirmed(id, address);
}

/** To be called by the script of `broker-config`, which the editor runs again when the node is enabled again. */
export function registerTopicSource(): void {
  if (RED.plugins.getPlugin(SOURCE_ID) === undefined) RED.plugins.registerPlugin(SOURCE_ID, new TopicSource());
}

function brokerNode(id: string): EditorNode | undefined {
  const node = RED.nodes.node(id);
  return node?.type === "broker-config" ? node : undefined;
}

function draftOf(id: string): BrokerDraft | undefined {
  const node = brokerNode(id);
  return node && draftOfNode(node);
}
